import type { ThemeConfig } from 'antd'

export const PRODUCT = '守望'

export const FONT_FAMILY =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif'

/** Told apart also by people who see colours otherwise (after Okabe and Ito, darkened). */
export const CHART_COLOURS = ['#1b6457', '#c77700', '#3d6a9e', '#9c4f96', '#6b7f2a', '#a33b20', '#5a6b66']

const INK = '#1e2a27'
const QUIET = '#566460'

/** Pine green on warm white, calm and legible: every text reaches 4.5:1. Large type: 18 px and targets of 48 px. */
export const themeOf = (isLarge: boolean): ThemeConfig => ({
  token: {
    colorPrimary: '#1b6457',
    colorInfo: '#2f6690',
    colorSuccess: '#2c7a4b',
    colorWarning: '#96590a',
    colorError: '#b3261e',
    colorLink: '#1b6457',
    colorTextBase: INK,
    colorText: INK,
    colorTextSecondary: QUIET,
    colorTextTertiary: QUIET,
    colorTextDescription: QUIET,
    colorTextPlaceholder: '#66736f',
    colorTextDisabled: '#66736f',
    colorBgLayout: '#f4f5f1',
    colorBorder: '#c9d1cc',
    colorBorderSecondary: '#e3e7e3',
    borderRadius: 6,
    fontFamily: FONT_FAMILY,
    fontSize: isLarge ? 18 : 14,
    controlHeight: isLarge ? 48 : 34,
    controlHeightSM: isLarge ? 48 : 28,
    controlHeightLG: isLarge ? 56 : 42,
    wireframe: false,
  },
  components: {
    Table: {
      headerBg: '#eef1ec',
      headerColor: INK,
      rowHoverBg: '#f3f7f4',
      cellPaddingBlock: isLarge ? 14 : 11,
    },
    Menu: { itemHeight: isLarge ? 52 : 38, itemSelectedBg: '#dfebe6', itemSelectedColor: '#124a40' },
    Form: { itemMarginBottom: isLarge ? 24 : 18, verticalLabelPadding: '0 0 4px' },
    Descriptions: { labelColor: QUIET },
    Tooltip: { colorBgSpotlight: INK },
  },
})

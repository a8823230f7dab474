import type { ThemeConfig } from 'antd'

export const PRODUCT = '守望'

export const FONT_FAMILY =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif'

/** Told apart also by people who see colours otherwise (after Okabe and Ito), each dark enough for white words on it. */
export const CHART_COLOURS = ['#1b6457', '#a56100', '#3d6a9e', '#9c4f96', '#647725', '#a33b20', '#5a6b66']

const INK = '#1e2a27'
const QUIET = '#566460'

/** 'large' is chosen by the person: 18 px and targets of 48 px. 16 px keeps a phone from zooming into a field. */
export type TypeSize = 'desk' | 'phone' | 'large'

const MEASURES = {
  desk: { fontSize: 14, controlHeight: 34, controlHeightSM: 28, controlHeightLG: 42 },
  phone: { fontSize: 16, controlHeight: 44, controlHeightSM: 36, controlHeightLG: 48 },
  large: { fontSize: 18, controlHeight: 48, controlHeightSM: 48, controlHeightLG: 56 },
} satisfies Record<TypeSize, object>

/** Pine green on warm white, calm and legible: every text reaches 4.5:1. */
export const themeOf = (size: TypeSize): ThemeConfig => ({
  token: {
    colorPrimary: '#1b6457',
    colorPrimaryBg: '#e6f0ec',
    colorPrimaryBgHover: '#d5e6df',
    colorPrimaryBorder: '#a9cbbf',
    colorPrimaryHover: '#2a7a6b',
    colorPrimaryActive: '#124a40',
    controlItemBgActive: '#e6f0ec',
    colorInfo: '#2f6690',
    colorSuccess: '#2c7a4b',
    colorWarning: '#96590a',
    colorError: '#b3261e',
    colorErrorBg: '#fdf1f0',
    colorWarningBg: '#fdf5e6',
    colorInfoBg: '#eff5fa',
    colorSuccessBg: '#f0f7f2',
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
    ...MEASURES[size],
    wireframe: false,
  },
  components: {
    Table: {
      headerBg: '#eef1ec',
      headerColor: INK,
      rowHoverBg: '#f3f7f4',
      cellPaddingBlock: size === 'desk' ? 11 : 14,
    },
    Form: { itemMarginBottom: size === 'large' ? 24 : 18, verticalLabelPadding: '0 0 4px' },
    Descriptions: { labelColor: QUIET },
    Tooltip: { colorBgSpotlight: INK },
  },
})

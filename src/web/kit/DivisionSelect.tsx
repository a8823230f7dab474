import { Select } from 'antd'

/** A division with its 12-digit code; villages name their town. */
export type DivisionOption = { code: string; name: string; parentName?: string | null | undefined }

type Props = {
  options: DivisionOption[]
  value?: string | undefined
  onChange?: (code: string | undefined) => void
  placeholder?: string
  isLoading?: boolean
  /** Given by the form; where there is none, say what it selects. */
  id?: string
  label?: string
}

const isVillage = (code: string) => !code.endsWith('000')

/** Choose a town or village by typing any part of its name. */
export function DivisionSelect({
  options,
  value,
  onChange,
  placeholder = '乡镇或村',
  isLoading,
  id,
  label,
}: Props) {
  return (
    <Select
      {...(id && { id })}
      {...(label && { 'aria-label': label })}
      allowClear
      className="sw-division-select"
      popupMatchSelectWidth={false}
      loading={isLoading ?? false}
      placeholder={placeholder}
      value={value}
      onChange={onChange}
      showSearch={{ optionFilterProp: 'search' }}
      options={options.map(({ code, name, parentName }) => ({
        value: code,
        search: `${parentName ?? ''}${name}`,
        label: isVillage(code) && parentName ? `${parentName} / ${name}` : name,
      }))}
    />
  )
}

import { Button, Input } from 'antd'
import type { InstrumentContent } from '../scoring/content.ts'

type Props = { content: InstrumentContent; at: number; onChange: (content: InstrumentContent) => void }

/** The name of a section of a draft, and the way to take it out; one section is the least. */
export function SectionTitle({ content, at, onChange }: Props) {
  const section = content.sections[at]
  if (!section) return null
  return (
    <span className="sw-actions">
      <Input
        aria-label={`第 ${at + 1} 节的名称`}
        value={section.title}
        maxLength={40}
        onChange={({ target }) =>
          onChange({
            ...content,
            sections: content.sections.map((each, index) =>
              index === at ? { ...each, title: target.value } : each,
            ),
          })
        }
      />
      <Button
        size="small"
        danger
        aria-label={`删去这一节：${section.title}`}
        disabled={content.sections.length === 1}
        onClick={() =>
          onChange({ ...content, sections: content.sections.filter((_, index) => index !== at) })
        }
      >
        删去这一节
      </Button>
    </span>
  )
}

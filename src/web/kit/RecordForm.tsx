import { Button, Form } from 'antd'
import { createContext, useContext, useEffect, useRef, type ReactElement, type ReactNode } from 'react'
import { useBlocker } from 'react-router'
import type { Endpoint, InputOf, OutputOf } from '#kernel/endpoint.ts'
import type { Command } from '../api.ts'
import { Dialog } from './Dialog.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { isBlank, isRequired, ruleOf } from './rules.ts'

const SchemaContext = createContext<Endpoint['input'] | undefined>(undefined)

type FieldProps = {
  /** A field of the endpoint's input; `a.b` is field b of the object a. */
  name: string
  label: ReactNode
  hint?: ReactNode
  /** For switches and check boxes. */
  isChecked?: boolean
  /** The control; gets value, onChange and id. */
  children: ReactElement
}

/** One field of a RecordForm, checked by the contract's schema. */
export function FormField({ name, label, hint, isChecked, children }: FieldProps) {
  const schema = useContext(SchemaContext)
  return (
    <Form.Item
      name={name.split('.')}
      label={label}
      extra={hint}
      required={schema ? isRequired(schema, name) : false}
      rules={schema ? [ruleOf(schema, name)] : []}
      {...(isChecked && { valuePropName: 'checked' })}
    >
      {children}
    </Form.Item>
  )
}

type Props<E extends Endpoint> = {
  endpoint: E
  command: Command<E>
  /** Values that nobody types: the id made beforehand, the version seen. */
  fixed?: Partial<InputOf<E>>
  initial?: Partial<InputOf<E>>
  /** Turns the form's values into the input where they differ. */
  toInput?: (values: Record<string, unknown>) => InputOf<E>
  submit: string
  onCancel?: () => void
  onDone?: (out: OutputOf<E>) => void
  isWide?: boolean
  children: ReactNode
}

/** In the middle: the head line and the bar at the foot cover the edges. */
const TO_FIELD = { focus: true, block: 'center' } as const

const known = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isBlank(value)))

/** A form for one command: checked here by the contract's schema, and again by the server, whose answers show at their fields. */
export function RecordForm<E extends Endpoint>(props: Props<E>) {
  const { endpoint, command, fixed, initial, toInput, submit, onCancel, onDone, isWide, children } = props
  const [form] = Form.useForm<Record<string, unknown>>()
  const isDirty = useRef(false)
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isDirty.current && currentLocation.pathname !== nextLocation.pathname,
  )

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (isDirty.current) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [])

  useEffect(() => {
    form.setFields(
      command.fieldErrors.map(({ field, message }) => ({ name: field.split('.'), errors: [message] })),
    )
    const first = command.fieldErrors[0]
    if (first) form.scrollToField(first.field.split('.'), TO_FIELD)
  }, [form, command.fieldErrors])

  const send = async (values: Record<string, unknown>) => {
    const wasDirty = isDirty.current
    isDirty.current = false
    // The schema of the same endpoint has checked these values.
    const typed = toInput ? toInput(values) : ({ ...known(values), ...fixed } as InputOf<E>)
    const out = await command.run(typed, 'inline')
    if (out === undefined) isDirty.current = wasDirty
    else onDone?.(out)
  }

  const isShownAtFields = command.fieldErrors.some(({ field }) => form.getFieldInstance(field.split('.')))
  return (
    <SchemaContext value={endpoint.input}>
      <Form
        form={form}
        layout="vertical"
        requiredMark="optional"
        className={isWide ? 'sw-form sw-form-wide' : 'sw-form'}
        initialValues={initial ?? {}}
        scrollToFirstError={TO_FIELD}
        onValuesChange={() => {
          isDirty.current = true
        }}
        onFinish={(values) => void send(values)}
      >
        {children}
        {command.problem && !isShownAtFields && <ProblemNotice problem={command.problem} />}
        <div className="sw-form-foot">
          <Button type="primary" htmlType="submit" loading={command.isRunning}>
            {submit}
          </Button>
          {onCancel && <Button onClick={onCancel}>取消</Button>}
        </div>
      </Form>
      <Dialog
        isOpen={blocker.state === 'blocked'}
        title="还有没保存的内容"
        confirm="离开，不保存"
        cancel="留在本页"
        isDanger
        onClose={() => blocker.reset?.()}
        onConfirm={async () => blocker.proceed?.()}
      >
        现在离开，刚才填写的内容不会保存。
      </Dialog>
    </SchemaContext>
  )
}

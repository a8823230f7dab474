import { Button, Modal } from 'antd'
import type { Problem } from '#kernel/problem.ts'
import { differencesOf, plainText, staleIn } from '../conflict.ts'
import type { Conflict } from '../desk.ts'

type Props = {
  problem: Problem
  conflict: Conflict | undefined
  onKeepMine: (version: number) => void
  onClose: () => void
}

/** Somebody saved first: both values side by side; nothing is overwritten unless the person says so. */
export function ConflictDialog({ problem, conflict, onKeepMine, onClose }: Props) {
  const stale = staleIn(problem)
  const differences = stale ? differencesOf(stale) : []
  const show = (field: string, value: unknown) => conflict?.show?.(field, value) ?? plainText(value)
  return (
    <Modal
      open
      width={720}
      title="这条记录刚被别人改过"
      onCancel={onClose}
      footer={
        <div className="sw-dialog-foot">
          <Button onClick={onClose}>返回，先不保存</Button>
          {stale && (
            <Button type="primary" onClick={() => onKeepMine(stale.version)}>
              仍按我的内容保存
            </Button>
          )}
        </div>
      }
    >
      <p className="sw-dialog-text">
        {differences.length
          ? '下面是两份内容不同的地方。如对方的更准确，请返回后刷新页面；如您的更准确，可按您的内容保存，对方的内容会留在修改记录里。'
          : problem.message}
      </p>
      {differences.length > 0 && (
        <div className="sw-scroll" tabIndex={0} role="region" aria-label="两份内容对照">
          <table className="sw-plain-table">
            <thead>
              <tr>
                <th scope="col">项目</th>
                <th scope="col">您要保存的</th>
                <th scope="col">对方已保存的</th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ field, yours, theirs }) => (
                <tr key={field}>
                  <th scope="row">{conflict?.labels[field] ?? field}</th>
                  <td>{show(field, yours)}</td>
                  <td>{show(field, theirs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Modal>
  )
}

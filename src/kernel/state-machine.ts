/** A condition on the facts of a record, and what its user must do when it does not hold. */
export type Guard<Facts> = { reason: string; holds: (facts: Facts) => boolean }

export type Command<State extends string, GuardName extends string> = {
  from: readonly State[]
  to: State
  /** The verb on the button. */
  label: string
  /** All must hold. */
  guards?: readonly GuardName[]
}

/**
 * Which command leads from which state to which, as data: the server, the button and its tooltip read the same table.
 * `states` gives each state its Chinese name.
 */
export type Machine<State extends string, Name extends string, GuardName extends string, Facts> = {
  initial: State
  states: Readonly<Record<State, string>>
  guards: Readonly<Record<GuardName, Guard<Facts>>>
  commands: Readonly<Record<Name, Command<State, GuardName>>>
}

/** Names a state or guard that is not declared, and it does not compile. */
export const defineMachine = <
  State extends string,
  Name extends string,
  GuardName extends string = never,
  Facts = unknown,
>(machine: {
  initial: NoInfer<State>
  states: Readonly<Record<State, string>>
  guards: Readonly<Record<GuardName, Guard<Facts>>>
  commands: Readonly<Record<Name, Command<NoInfer<State>, NoInfer<GuardName>>>>
}): Machine<State, Name, GuardName, Facts> => machine

export type Step<State extends string> = { ok: true; to: State } | { ok: false; reason: string }

const unmetReasons = <Facts>(
  machine: Machine<string, string, string, Facts>,
  guards: readonly string[],
  facts: Facts,
) => {
  const reasons: string[] = []
  for (const name of guards) {
    const guard = machine.guards[name]
    if (!guard) throw new Error(`guard ${name} is not declared`)
    if (!guard.holds(facts)) reasons.push(guard.reason)
  }
  return reasons
}

/**
 * Where a command leads from a state; refused with the reason when the state does not allow it, or with the reasons of
 * all guards that do not hold.
 */
export const next = <State extends string, Name extends string, GuardName extends string, Facts>(
  machine: Machine<State, Name, GuardName, Facts>,
  state: State,
  name: NoInfer<Name>,
  facts: Facts,
): Step<State> => {
  const command = machine.commands[name]
  if (!command.from.includes(state)) {
    const possible = command.from.map((each) => `「${machine.states[each]}」`).join('或')
    return { ok: false, reason: `「${machine.states[state]}」时不能${command.label}，须处于${possible}` }
  }
  const reasons = unmetReasons(machine, command.guards ?? [], facts)
  return reasons.length ? { ok: false, reason: reasons.join('；') } : { ok: true, to: command.to }
}

export type OfferedCommand<State extends string, Name extends string> = {
  command: Name
  label: string
  to: State
  isAllowed: boolean
  /** Present when it is not allowed: for the tooltip of the disabled button. */
  disabledReason?: string
}

/** Every command of the machine, in the order declared, with whether the record's state and facts allow it. */
export const commandsFrom = <State extends string, Name extends string, GuardName extends string, Facts>(
  machine: Machine<State, Name, GuardName, Facts>,
  state: State,
  facts: Facts,
): OfferedCommand<State, Name>[] =>
  namesOf(machine).map((command) => {
    const { label, to } = machine.commands[command]
    const step = next(machine, state, command, facts)
    return { command, label, to, isAllowed: step.ok, ...(!step.ok && { disabledReason: step.reason }) }
  })

// Object.keys of a literal record gives its keys; TypeScript only says string.
const namesOf = <Name extends string>(machine: { commands: Readonly<Record<Name, unknown>> }) =>
  Object.keys(machine.commands) as Name[]

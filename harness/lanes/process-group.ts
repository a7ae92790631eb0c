/**
 * Kills every process of a group that a child of ours leads or has just left. A group's number is not given out anew
 * while it has members; so this is called while the leader is unreaped, or at once when its exit is told, never later.
 */
export function killGroup(groupId: number): void {
  try {
    process.kill(-groupId, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}

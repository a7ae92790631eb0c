/** What has been earned, and what may yet be, of all there is: a bar, whose numbers stand beside it. */
export function shareBar({ points, pending, of }: { points: number; pending: number; of: number }): string {
  const percent = (value: number): string => (of > 0 ? Math.min(100, (value / of) * 100) : 0).toFixed(2)
  const open =
    pending > 0
      ? `<rect class="open" x="${percent(points)}%" width="${percent(pending)}%" height="100%"/>`
      : ''
  return `<svg aria-hidden="true"><rect class="won" width="${percent(points)}%" height="100%"/>${open}</svg>`
}

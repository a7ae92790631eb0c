/** Does the work of all items, `jobs` of them at a time, in their order. Rejects as soon as one does. */
export async function sideBySide<Item>(
  items: Iterable<Item>,
  jobs: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  // All lines take from one iterator: no item is taken twice.
  const left = items[Symbol.iterator]()
  const line = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, line))
}

/** Apart from the schema, so that a run does not load what only validates: 0.1 s. */
export const recordVersion = 'wouldblock/record/1'

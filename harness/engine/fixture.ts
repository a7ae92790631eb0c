/** What a behaviour says of itself where nothing depends on it. */
export const undescribed = {
  level: 'must',
  tier: 1,
  says: '',
  source: '',
  observed: '',
  breaks: '',
  hint: '',
} as const

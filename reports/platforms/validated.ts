import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'

const compiled = new Map<string, ValidateFunction>()

/** What is wrong with a document by one of the schemas here; for tests. */
export function problemsBy(schema: string, document: unknown): unknown {
  const validate = compiled.get(schema) ?? compile(schema)
  compiled.set(schema, validate)
  return validate(document) ? [] : validate.errors
}

function compile(schema: string): ValidateFunction {
  const file = new URL(`schemas/${schema}.json`, import.meta.url)
  return new Ajv({ strict: true, strictTuples: false, strictRequired: false }).compile(
    JSON.parse(readFileSync(file, 'utf8')) as object,
  )
}

import * as z from 'zod';

/** What editors show of a schema, and the parts of it that stand once under a name of their own. */
export type Published = {
  readonly title: string;
  readonly description: string;
  readonly parts?: Readonly<Record<string, z.core.$ZodType>>;
  /** Whether top-level keys that begin with x- are the author's own, as in all files that outlay reads. */
  readonly open?: boolean;
};

/** A registry that knows the descriptions of all schemas, and the names of the parts. */
class Named extends z.core.$ZodRegistry<z.core.GlobalMeta> {
  readonly #names: ReadonlyMap<z.core.$ZodType, string>;

  constructor(parts: Readonly<Record<string, z.core.$ZodType>>) {
    super();
    this.#names = new Map(Object.entries(parts).map(([name, schema]) => [schema, name]));
  }

  override get<Schema extends z.core.$ZodType>(schema: Schema): z.core.$replace<z.core.GlobalMeta, Schema> | undefined {
    const known = z.globalRegistry.get(schema);
    const id = this.#names.get(schema);
    return id === undefined ? known : ({ ...known, id } as z.core.$replace<z.core.GlobalMeta, Schema>);
  }
}

const OWN_KEYS = { '^x-': { description: 'Yours, but for x-measured, in which outlay calibrate says what it fitted' } };

/**
 * Returns the JSON Schema (draft-07) of a shape, as text. It is made of the very shape that files are checked with, so that an
 * editor offers what outlay takes; rules beyond the shape of single values stand in the descriptions.
 */
export const jsonSchemaOf = (shape: z.ZodType, { title, description, parts = {}, open = true }: Published): string => {
  const { $schema, ...body } = z.toJSONSchema(shape, { target: 'draft-07', io: 'input', metadata: new Named(parts) });
  const { definitions, ...rest } = body;
  const names = rest.propertyNames;
  const schema = {
    $schema,
    title,
    description,
    ...rest,
    ...(open && names !== undefined ? { propertyNames: { anyOf: [names, { pattern: '^x-' }] } } : {}),
    ...(open ? { patternProperties: OWN_KEYS } : {}),
    ...(definitions === undefined ? {} : { definitions }),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
};

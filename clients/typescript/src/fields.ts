/**
 * What `fields` leaves of a type.
 *
 * A name adds a field to the default ones, `-name` removes it, `*` at the start selects all fields and `_` only those
 * that follow. `id`, `type` and `meta.detail_url` are always there. A field with brackets may lack anything inside.
 * If the value of `fields` is not known to the compiler, any field may be missing.
 */
export type Narrow<T, Fields> = T extends unknown
  ? Fields extends string
    ? string extends Fields
      ? Kept<T> & Sparse<T>
      : Choose<T, Names<Fields>>
    : T
  : never;

/** Everything in `T` may be missing, at any depth. */
export type Sparse<T> = T extends readonly (infer Item)[]
  ? Sparse<Item>[]
  : T extends object
    ? { [Name in keyof T]?: Sparse<T[Name]> }
    : T;

/** The names in `Fields` at the top level; those with brackets end with one. */
type Names<Fields extends string, Name extends string = "", Found = never, Depth extends unknown[] = []> =
  Fields extends `${infer First}${infer Rest}`
    ? First extends "("
      ? Names<Rest, Depth extends [] ? `${Name}(` : Name, Found, [unknown, ...Depth]>
      : First extends ")"
        ? Names<Rest, Name, Found, Depth extends [unknown, ...infer Outer] ? Outer : []>
        : Depth extends []
          ? First extends ","
            ? Names<Rest, "", Found | Name>
            : First extends " "
              ? Names<Rest, Name, Found>
              : Names<Rest, `${Name}${First}`, Found>
          : Names<Rest, Name, Found, Depth>
    : Found | Name;

type Choose<T, Name extends string> = Flat<
  Kept<T> & Omit<Members<T, Name>, "id" | "type" | "meta"> & ChooseMeta<T, Name>
>;

/** What every object keeps. */
type Kept<T> = Pick<T, Extract<keyof T, "id" | "type">> &
  (T extends { meta: { detail_url: infer Url } } ? { meta: { detail_url: Url } } : unknown);

/** Members of `meta` are chosen by their own names; where it has no address, it may be gone altogether. */
type ChooseMeta<T, Name extends string> = T extends { meta: infer Meta }
  ? "_" extends Name
    ? Meta extends { detail_url: unknown }
      ? { meta: Members<Meta, Name> }
      : { meta?: Members<Meta, Name> }
    : { meta: Members<Meta, Name> }
  : unknown;

/** The members of an object that the names leave, those with brackets as sparse ones. */
type Members<T, Name extends string> = Flat<
  Omit<Whole<T, Name>, Plain<Name> | Removed<Name> | Bracketed<Name>> &
    Required<Pick<T, Extract<keyof T, Plain<Name>>>> & {
      [Key in Extract<keyof T, Bracketed<Name>>]-?: Sparse<T[Key]>;
    }
>;

type Whole<T, Name> = "_" extends Name ? unknown : "*" extends Name ? Required<T> : T;
type Removed<Name> = Name extends `-${infer Field}` ? Field : never;
type Bracketed<Name> = Name extends `${infer Field}(` ? Field : never;
type Plain<Name> = Exclude<Name, `-${string}` | `${string}(`>;
type Flat<T> = { [Key in keyof T]: T[Key] };

// SPDX-License-Identifier: Apache-2.0
//
// The service model as the type declarations of the AWS SDK show it: they are generated from it.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const SCALARS = { string: 'text', number: 'number', boolean: 'boolean', Date: 'time', Uint8Array: 'blob' };

/** The declarations of one SDK client. */
export class SdkModel {
  #root;
  #models;

  constructor(service) {
    const main = require.resolve(`@aws-sdk/client-${service}`);
    this.#root = join(dirname(main), '..', 'dist-types');
    const models = join(this.#root, 'models');
    this.#models = readdirSync(models).filter((name) => name.endsWith('.d.ts'))
      .map((name) => withoutComments(readFileSync(join(models, name), 'utf8'))).join('\n');
  }

  /** @return {request, response: [member...], errors: [name...]} */
  operation(name) {
    const text = readFileSync(join(this.#root, 'commands', `${name}Command.d.ts`), 'utf8');
    const shapeOf = (kind) => withoutComments(text)
      .match(new RegExp(`interface ${name}Command${kind} (?:extends (\\w+))?`))[1];
    const members = (shape) => (!shape || shape === '__MetadataBearer' ? [] : this.#members(shape));
    return {
      request: members(shapeOf('Input')),
      response: members(shapeOf('Output')),
      errors: [...text.matchAll(/@throws \{@link (\w+)\}/g)].map(([, error]) => error),
    };
  }

  #members(shape) {
    const body = this.#models.match(new RegExp(`export interface ${shape} \\{([^}]*)\\}`))?.[1];
    if (body === undefined) throw new Error(`the SDK declares no interface ${shape}`);
    return [...body.matchAll(/^ +(\w+)(\?)?: ([^;]+);$/gm)].map(([, name, optional, type]) => {
      const member = this.#type(type.replace(' | undefined', ''));
      member.name = name;
      member.required = !optional;
      return member;
    });
  }

  /** The members of a union, of which a value has one. */
  #alternatives(body) {
    return [...body.matchAll(/^ {8}(\w+): (\w+(?:\[\])?);$/gm)].map(([, name, type]) => {
      const member = this.#type(type);
      member.name = name;
      member.required = false;
      return member;
    });
  }

  #type(text) {
    if (text in SCALARS) return { type: SCALARS[text] };
    if (text.endsWith('[]')) return { type: 'list', element: this.#type(text.slice(0, -2)) };
    const map = text.match(/^Record<string, (.*)>$/);
    if (map) return { type: 'map', value: this.#type(map[1]) };
    const values = this.#models.match(new RegExp(`declare const ${text}: \\{([^}]*)\\}`))?.[1];
    if (values !== undefined) {
      return { type: 'enumeration', values: [...values.matchAll(/: "([^"]*)"/g)].map(([, value]) => value) };
    }
    const union = this.#models.match(new RegExp(`declare namespace ${text} \\{([\\s\\S]*?)^\\}`, 'm'))?.[1];
    const members = union === undefined ? () => this.#members(text) : () => this.#alternatives(union);
    // Looked at when asked for: a structure may be part of itself.
    return { type: 'structure', get members() { return members(); } };
  }
}

function withoutComments(text) {
  return text.replace(/\/\*[^]*?\*\//g, '');
}

import { npm, run } from './npm';
import { repositoryRoot } from './stagePackages';

const permissive = new Set([
  'MIT',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Python-2.0',
  'Zlib',
]);

/** Of parts that stay packages of their own, imported only when needed and named in the NOTICE of @ser/audio-io. */
const exceptions: Readonly<Record<string, string>> = { 'codec-parser': 'LGPL-3.0-or-later' };

interface Component {
  name: string;
  group?: string;
  version: string;
  licenses?: { license?: { id?: string; name?: string }; expression?: string }[];
}

/** Dependencies of what we publish whose licence is neither permissive nor a named exception. */
export function licenceFindings(): string[] {
  const text = run([...npm(), 'sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], { cwd: repositoryRoot });
  const { components } = JSON.parse(text) as { components: Component[] };
  if (components.length < 5) return [`npm sbom lists only ${components.length} components`];
  return components.flatMap((component) => {
    const name = component.group ? `${component.group}/${component.name}` : component.name;
    const licences = (component.licenses ?? []).map(
      ({ license, expression }) => expression ?? license?.id ?? license?.name ?? 'unknown',
    );
    const accepted = licences.length > 0 && licences.every((id) => isPermissive(id) || id === exceptions[name]);
    return accepted ? [] : [`${name} ${component.version}: ${licences.join(', ') || 'no licence given'}`];
  });
}

/** SPDX: one side of an OR is enough, both sides of an AND are needed. */
function isPermissive(expression: string): boolean {
  const plain = expression.replace(/[()]/g, ' ');
  return plain.split(/\sOR\s/).some((choice) => choice.split(/\sAND\s/).every((id) => permissive.has(id.trim())));
}

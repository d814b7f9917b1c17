import { comparisonTable } from '@ser/report';
import type { Section } from './sections';

/** The sections as Markdown; figures lie in `figures/`. Players are left out: Markdown has none. */
export function markdown(
  title: string,
  subtitle: string,
  banner: string | undefined,
  parts: readonly Section[],
): string {
  return `${[
    `# ${title}`,
    subtitle,
    ...(banner === undefined ? [] : [`**${banner}**`]),
    ...parts.filter(({ audio }) => audio === undefined).flatMap(section),
  ].join('\n\n')}\n`;
}

function section({
  heading,
  paragraphs = [],
  list = [],
  tables = [],
  cards = [],
  commands = [],
  figures = [],
}: Section) {
  return [
    `## ${heading}`,
    ...paragraphs,
    ...(list.length === 0 ? [] : [bullets(list)]),
    ...tables.map((table) => comparisonTable(table).markdown),
    ...cards.flatMap(({ title, values, notes = [] }) => [
      `### ${title}`,
      bullets([
        ...values.flatMap(([name, value]) => (value === undefined || value === null ? [] : [`${name}: ${value}`])),
        ...notes,
      ]),
    ]),
    ...commands.map((command) => {
      const { command: text, caption } = typeof command === 'string' ? { command, caption: undefined } : command;
      return `${caption === undefined ? '' : `${caption}\n\n`}\`\`\`sh\n${text}\n\`\`\``;
    }),
    ...figures.flatMap(({ number, caption, file }) => {
      const full = number === undefined ? caption : `Figure ${number}: ${caption}`;
      return [`![${full}](figures/${file})`, full];
    }),
  ];
}

const bullets = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');

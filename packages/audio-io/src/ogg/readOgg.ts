import { concatBytes } from '../concatBytes';
import { AudioError } from '../errors';
import { formatCount } from '../limits';
import { type OggPage, readOggPage } from './oggPage';

/** The packets of one page that end there. */
interface OggGroup {
  readonly packets: readonly Uint8Array[];
  /** Of the page: the position after its last packet. */
  readonly granule: number;
}

/** The packets of an Ogg file's only stream. */
export interface OggStream {
  readonly groups: readonly OggGroup[];
  /** Of the last page that has one: the length of the stream, in the coding's unit. */
  readonly granule: number;
  readonly warnings: string[];
}

/**
 * All packets of an Ogg file, RFC 3533. Pages' checksums and numbers are verified, so no packet is missing or damaged.
 *
 * @throws {AudioError} `CORRUPT`, `TRUNCATED` (the stream has no last page), `UNSUPPORTED` (several streams)
 */
export function readOgg(bytes: Uint8Array, start: number): OggStream {
  const groups: OggGroup[] = [];
  const warnings: string[] = [];
  let first: OggPage | undefined;
  let sequence = 0;
  let granule = 0;
  let open: Uint8Array[] = [];
  let isComplete = false;
  let at = start;
  while (at < bytes.length) {
    if (isComplete && !startsPage(bytes, at)) {
      warnings.push(
        `${formatCount(bytes.length - at)} bytes at byte ${at}, behind the stream's last page, are no audio`,
      );
      break;
    }
    const page = readOggPage(bytes, at);
    if (page === undefined) throw truncated(bytes.length, `the Ogg page at byte ${at} is cut short`);
    first ??= page;
    if (page.serial !== first.serial || isComplete) {
      const message = `another stream begins at byte ${at} (serial number ${page.serial})`;
      throw new AudioError('UNSUPPORTED', `${message}; Ogg files of one stream are decoded: split it`, {
        byteOffset: at,
      });
    }
    if (page.sequence !== first.sequence + sequence) {
      const message = `the Ogg page at byte ${at} has number ${page.sequence}; ${first.sequence + sequence} was expected`;
      throw new AudioError('CORRUPT', `${message}: pages are missing`, { byteOffset: at });
    }
    if (page.isContinued !== open.length > 0) {
      const what = page.isContinued
        ? 'continues a packet that did not begin'
        : 'does not continue the packet before it';
      throw new AudioError('CORRUPT', `the Ogg page at byte ${at} ${what}`, { byteOffset: at });
    }
    const packets: Uint8Array[] = [];
    let from = 0;
    let to = 0;
    for (const length of page.lacing) {
      to += length;
      if (length === 255) continue;
      open.push(page.body.subarray(from, to));
      packets.push(open.length === 1 ? open[0]! : concatBytes(open));
      open = [];
      from = to;
    }
    if (to > from) open.push(page.body.subarray(from, to));
    groups.push({ packets, granule: page.granule });
    if (page.granule >= 0) granule = page.granule;
    isComplete = page.isLast;
    sequence++;
    at = page.end;
  }
  if (!isComplete) throw truncated(bytes.length, 'no page is marked as the last one');
  return { groups, granule, warnings };
}

function startsPage(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x4f && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53;
}

function truncated(size: number, what: string): AudioError {
  return new AudioError('TRUNCATED', `${what}: the file, of ${formatCount(size)} bytes, is cut short`, {
    byteOffset: size,
  });
}

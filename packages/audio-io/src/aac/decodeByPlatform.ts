import { AudioError } from '../errors';

const WAYS = [
  'browsers decode AAC, but Node does not, nor does any package under a permissive licence.',
  "Either convert the file (`ffmpeg -i in.m4a out.flac`), or give a decoder: registerDecoder('aac', async (bytes) =>",
  '({ channels, sampleRate })), for example with @audio/decode-aac 1.6.0, which is under the GPL-2.0',
].join(' ');

/**
 * By the browser's `decodeAudioData`, at the file's own rate: it resamples to that of its context, so that is made with it.
 *
 * @throws {AudioError} `NO_DECODER` in Node, and where the browser refuses the file
 */
export async function decodeByPlatform(bytes: Uint8Array, sampleRate: number) {
  if (typeof OfflineAudioContext === 'undefined')
    throw new AudioError('NO_DECODER', `AAC cannot be decoded here: ${WAYS}`);
  const context = new OfflineAudioContext(1, 1, sampleRate);
  try {
    // A copy: the browser takes the memory it is given.
    const audio = await context.decodeAudioData(bytes.slice().buffer as ArrayBuffer);
    const channels = Array.from({ length: audio.numberOfChannels }, (_, channel) => audio.getChannelData(channel));
    return { channels, sampleRate: audio.sampleRate };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `this browser does not decode the AAC file (${reason}): it is damaged, or of a profile or with a codec that is not built in`;
    throw new AudioError('NO_DECODER', message, { cause });
  }
}

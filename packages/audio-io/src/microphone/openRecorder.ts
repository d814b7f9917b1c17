import { AudioError } from '../errors';
import { RECORDER, recorderWorklet } from './recorderWorklet';

export interface RecorderOptions {
  readonly sampleRate: number;
  readonly constraints: MediaTrackConstraints;
  /** `sampleRate`: of these samples, the one asked for where the browser can, its own elsewhere. */
  onSamples(samples: Float32Array, sampleRate: number): void;
  /** The microphone went away. */
  onEnd(): void;
}

/** A browser that waits for a click before it lets audio run says nothing; so long it is waited for, in ms. */
const START_TIMEOUT = 5_000;

/**
 * Asks for the microphone and records it by an AudioWorklet.
 *
 * @returns stops it
 * @throws {AudioError} `NO_MICROPHONE`, `PERMISSION_DENIED`
 */
export async function openRecorder(options: RecorderOptions): Promise<() => void> {
  const stream = await requestStream(options.constraints);
  const stopTracks = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  try {
    const { context, source } = connectable(stream, options.sampleRate);
    try {
      await addRecorder(context);
      const node = new AudioWorkletNode(context, RECORDER, {
        numberOfOutputs: 1,
        channelCount: 1,
        channelCountMode: 'explicit',
      });
      node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => options.onSamples(data, context.sampleRate);
      for (const track of stream.getTracks()) track.addEventListener('ended', options.onEnd, { once: true });
      // To the loudspeaker, silently: browsers run only what leads there.
      source.connect(node).connect(context.destination);
      await start(context);
      return () => {
        node.port.onmessage = null;
        node.port.postMessage('stop');
        source.disconnect();
        stopTracks();
        void context.close();
      };
    } catch (error) {
      void context.close();
      throw error;
    }
  } catch (error) {
    stopTracks();
    throw error;
  }
}

async function requestStream(audio: MediaTrackConstraints): Promise<MediaStream> {
  const { mediaDevices } = (globalThis as { navigator?: Partial<Navigator> }).navigator ?? {};
  if (typeof AudioContext === 'undefined' || mediaDevices?.getUserMedia === undefined) {
    const where =
      typeof document === 'undefined' ? 'Node and workers have none' : 'the page must be served by https or localhost';
    const message = `microphone: there is no navigator.mediaDevices.getUserMedia here; ${where}`;
    throw new AudioError('NO_MICROPHONE', message);
  }
  try {
    return await mediaDevices.getUserMedia({ audio });
  } catch (cause) {
    const { name, message } = cause as Error;
    if (name === 'NotAllowedError' || name === 'SecurityError') {
      const text = `microphone: the user, or the page's permissions policy, refused it (${message})`;
      throw new AudioError('PERMISSION_DENIED', text, { cause });
    }
    const reasons: Record<string, string> = {
      NotFoundError: 'there is none',
      NotReadableError: 'another program uses it, or its driver failed',
      OverconstrainedError: 'none meets the constraints',
    };
    throw new AudioError('NO_MICROPHONE', `microphone: ${reasons[name] ?? name} (${message})`, { cause });
  }
}

/** A context at the rate wanted, or, where a browser cannot have one that differs from the microphone's, at its own. */
function connectable(stream: MediaStream, sampleRate: number) {
  let wanted: AudioContext | undefined;
  try {
    wanted = new AudioContext({ sampleRate });
    return { context: wanted, source: wanted.createMediaStreamSource(stream) };
  } catch {
    // Firefox refuses the source, others a rate out of their range; what the browser takes by itself always works.
    void wanted?.close();
    const context = new AudioContext();
    return { context, source: context.createMediaStreamSource(stream) };
  }
}

async function addRecorder(context: AudioContext): Promise<void> {
  const url = URL.createObjectURL(new Blob([recorderWorklet], { type: 'text/javascript' }));
  try {
    await context.audioWorklet.addModule(url);
  } catch (cause) {
    const message =
      "microphone: the AudioWorklet cannot be loaded; the page's Content-Security-Policy must allow blob: in script-src";
    throw new AudioError('NO_MICROPHONE', message, { cause });
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function start(context: AudioContext): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = `microphone: the browser keeps audio ${context.state}; call microphone() when the user clicks`;
      reject(new AudioError('NO_MICROPHONE', message));
    }, START_TIMEOUT);
  });
  try {
    await Promise.race([context.resume(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

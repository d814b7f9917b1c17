import { glottalPulse } from '../../src/synthesis/glottalPulse';

/** The pulse sampled over its period, and the flow it integrates to. */
function sample(rd: number) {
  const { te, gain, alpha, turns, returnGain, epsilon, rest } = glottalPulse(rd);
  const count = 20000;
  let flow = 0;
  let [peakFlow, strongest] = [0, 0];
  for (let i = 0; i < count; i++) {
    const p = (i + 0.5) / count;
    const isOpen = p < te;
    const value = isOpen
      ? gain * Math.exp(alpha * p) * Math.sin(2 * Math.PI * turns * p)
      : -returnGain * (Math.exp(-epsilon * (p - te)) - rest);
    flow += value / count;
    peakFlow = Math.max(peakFlow, flow);
    strongest = Math.min(strongest, value);
  }
  return { flow, peakFlow, strongest };
}

describe('glottalPulse', () => {
  it.each([0.3, 0.5, 0.8, 1, 1.5, 2, 2.7])('closes what it opened, and is strongest at closure: Rd %d', (rd) => {
    const { flow, peakFlow, strongest } = sample(rd);
    expect(Math.abs(flow)).toBeLessThan(2e-5 * peakFlow);
    expect(strongest).toBeLessThan(-0.99);
    expect(strongest).toBeGreaterThan(-1.01);
  });

  // Fant 1995: Rd = (U0 / Ee) (F0 / 110 Hz), which at a period of 1 is U0 / Ee in units of 0.11; his regressions for the
  // pulse's times hold it roughly.
  it.each([0.3, 0.5, 0.8, 1, 1.5, 2])('has the declination time that Rd %d stands for, within 10 %%', (rd) => {
    expect(Math.abs(sample(rd).peakFlow / 0.11 / rd - 1)).toBeLessThan(0.1);
  });
});

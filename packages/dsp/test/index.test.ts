describe('@ser/dsp', () => {
  it('exports exactly this', async () => {
    expect(Object.keys(await import('../src/index')).sort()).toEqual([
      'DspError',
      'areFinite',
      'autocorrelate',
      'cos',
      'createConvolver',
      'createPowerFrames',
      'createRfft',
      'deemphasis',
      'energies',
      'frame',
      'getWindow',
      'irfft',
      'istft',
      'magnitude',
      'pad',
      'phaseVocoder',
      'preemphasis',
      'resample',
      'rfft',
      'sin',
      'split',
      'stft',
      'trim',
    ]);
  });
});

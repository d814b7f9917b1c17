describe('@ser/dsp', () => {
  it('exports exactly this', async () => {
    expect(Object.keys(await import('../src/index')).sort()).toEqual([
      'DspError',
      'createRfft',
      'frame',
      'getWindow',
      'irfft',
      'istft',
      'magnitude',
      'pad',
      'phaseVocoder',
      'resample',
      'rfft',
      'stft',
    ]);
  });
});

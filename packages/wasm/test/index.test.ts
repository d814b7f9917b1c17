describe('@ser/wasm', () => {
  it('exports exactly this', async () => {
    expect(Object.keys(await import('../src/index')).sort()).toEqual([
      'assemble',
      'createLayout',
      'createScratch',
      'f32x4',
      'f64',
      'f64x2',
      'i32',
      'i32x4',
      'i64',
      'i64x2',
      'ifElse',
      'lazyScratch',
      'wasmFunction',
      'whileTrue',
    ]);
  });
});

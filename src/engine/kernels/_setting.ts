/** A number as a uniform: its bits, as the shaders' uniforms are integers. */
export function bits(value: number): number {
  return new Int32Array(new Float32Array([value]).buffer)[0] ?? 0;
}

/** WGSL of the number whose {@linkcode bits} are the uniform of that name. */
export function setting(name: string): string {
  return `bitcast<f32>(uniforms.${name})`;
}

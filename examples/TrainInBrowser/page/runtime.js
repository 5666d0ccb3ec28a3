// ONNX Runtime Web, on WebAssembly or WebGPU.

import { Problem, command } from './files.js';

/** The runtime for a backend: `{ ort, providers }`. */
export async function openRuntime(backend) {
  if (backend === 'webgpu' && !(await navigator.gpu?.requestAdapter())) throw new Error('this browser has no WebGPU, or no GPU that it may use');
  const file = backend === 'webgpu' ? 'ort.min.mjs' : 'ort.wasm.min.mjs';
  const folder = new URL('ort/', import.meta.url).href;
  let ort;
  try {
    ort = await import(folder + file);
  } catch {
    throw new Problem(`ort/${file} cannot be loaded. This writes it:`, command);
  }
  ort.env.wasm.wasmPaths = folder;
  // Threads cost more than they bring for a network of this size, and need headers that not every server sends.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return { ort, providers: backend === 'webgpu' ? ['webgpu', 'wasm'] : ['wasm'] };
}

// Reading the files beside the page, and what to say where they cannot be read.

export const command = 'dotnet run -c Release --project examples/TrainInBrowser';

/** Something that the reader of the page can mend: a text, and a command that does it. */
export class Problem extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

/** Reads files of a folder as bytes. */
export const readerOf = folder => async name => {
  const path = `${folder}/${name}`;
  let response;
  try {
    response = await fetch(new URL(path, import.meta.url));
  } catch {
    throw new Problem(`The server that this page came from does not answer any more (asked for ${path}). This starts it:`, command);
  }
  if (!response.ok) throw new Problem(`${path} is missing (${response.status}). This writes it:`, command);
  return new Uint8Array(await response.arrayBuffer());
};

using System.Buffers.Binary;

namespace OnnxTrain;

/// <summary>
/// A long sequence of tokens, such as those of a book, from which windows are cut. What is more than some megabytes lies in a file for this
/// run, mapped into memory, so that memory does not grow with the text.
/// </summary>
public sealed class TokenStream
{
    private const int InBlock = 1024, CharactersAtOnce = 1 << 20, TokenBytes = sizeof(int);
    private const long MostInMemory = 64L << 20;

    private readonly RowBytes _blocks;
    private readonly long _first;

    private TokenStream(string name, RowBytes blocks, long first, long length, int vocabularySize) =>
        (Name, _blocks, _first, Length, VocabularySize) = (name, blocks, first, length, vocabularySize);

    /// <summary>Its name, for messages.</summary>
    public string Name { get; }

    /// <summary>The number of tokens in it.</summary>
    public long Length { get; }

    /// <summary>The number of tokens that there are.</summary>
    public int VocabularySize { get; }

    /// <summary>Wraps tokens.</summary>
    /// <param name="tokens">The tokens, from 0 to <paramref name="vocabularySize"/> − 1.</param>
    /// <param name="vocabularySize">The number of tokens that there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is not one of them.</exception>
    public static TokenStream Of(ReadOnlySpan<int> tokens, int vocabularySize)
    {
        var writer = new Writer("tokens", new MemoryRowBytes(InBlock * TokenBytes), vocabularySize);
        writer.Add(tokens);
        return writer.Finish();
    }

    /// <summary>Reads a text file in UTF-8, plain or compressed by gzip, part by part.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tokenizer">Makes the tokens. Long texts are cut at ends of lines.</param>
    /// <param name="progress">Receives the number of tokens several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="DataException">The file cannot be read, is empty, or holds what the vocabulary lacks.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static TokenStream Read(
        string path, ITokenizer tokenizer, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(tokenizer);
        using var file = UnpackedStream.Open(path);
        using var text = new StreamReader(file);
        var name = Path.GetFileName(path);
        var reporter = new RowProgressReporter(progress, total: null, cancellationToken);
        RowBytes blocks = new FileInfo(path).Length * TokenBytes <= MostInMemory
            ? new MemoryRowBytes(InBlock * TokenBytes)
            : new ScratchRowBytes(InBlock * TokenBytes, new(Path.GetTempPath(), 2 * MostInMemory));
        var writer = new Writer(name, blocks, tokenizer.VocabularySize);
        foreach (var part in Parts(text))
        {
            writer.Add([.. tokenizer.Encode(part)]);
            reporter.Report(writer.Count);
        }

        reporter.Finish(writer.Count);
        return writer.Count > 0 ? writer.Finish() : throw new DataException($"{name} is empty; expected text.");
    }

    /// <summary>Splits it in two: the end never trains the beginning.</summary>
    /// <param name="fraction">The fraction of the first part, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    public (TokenStream First, TokenStream Second) Split(double fraction)
    {
        if (!(fraction > 0 && fraction < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The fraction of the first part must lie between 0 and 1.");
        var length = (long)(Length * fraction);
        return (
            new(Name, _blocks, _first, length, VocabularySize),
            new(Name, _blocks, _first + length, Length - length, VocabularySize));
    }

    /// <summary>Windows of consecutive tokens with those that follow, the rows that a language model learns from.</summary>
    /// <param name="length">The tokens of a window.</param>
    /// <param name="stride">From the beginning of a window to that of the next; the length, so that none overlap, unless given.</param>
    /// <exception cref="ArgumentException">There are not so many tokens, and one more.</exception>
    public TokenWindows Windows(int length, int? stride = null) => TokenWindows.Of(this, length, stride ?? length);

    /// <summary>Windows at random places, which may overlap or be the same.</summary>
    /// <param name="length">The tokens of a window.</param>
    /// <param name="count">The number of windows.</param>
    /// <param name="seed">Equal seeds give equal places.</param>
    /// <exception cref="ArgumentException">There are not so many tokens, and one more.</exception>
    public TokenWindows RandomWindows(int length, int count, ulong seed) => TokenWindows.AtRandom(this, length, count, seed);

    /// <summary>Opens a reader, for one thread.</summary>
    internal RowBytesReader Open() => _blocks.Open();

    /// <summary>Copies consecutive tokens.</summary>
    internal void Copy(RowBytesReader reader, long start, Span<long> tokens)
    {
        for (var done = 0; done < tokens.Length;)
        {
            var (block, at) = Math.DivRem(_first + start + done, InBlock);
            var bytes = reader.Row(block)[((int)at * TokenBytes)..];
            var some = Math.Min(tokens.Length - done, InBlock - (int)at);
            for (var i = 0; i < some; i++) tokens[done + i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * TokenBytes)..]);
            done += some;
        }
    }

    /// <summary>The text in parts that end at ends of lines, where there are some.</summary>
    private static IEnumerable<string> Parts(StreamReader text)
    {
        var (buffer, rest) = (new char[CharactersAtOnce], "");
        for (int read; (read = text.ReadBlock(buffer)) > 0;)
        {
            var whole = rest + new string(buffer, 0, read);
            var end = whole.LastIndexOf('\n') + 1;
            if (end == 0 && whole.Length >= 4 * CharactersAtOnce) end = whole.Length - (char.IsHighSurrogate(whole[^1]) ? 1 : 0);
            if (end > 0) yield return whole[..end];
            rest = whole[end..];
        }

        if (rest.Length > 0) yield return rest;
    }

    private sealed class Writer(string name, RowBytes blocks, int vocabularySize)
    {
        public long Count { get; private set; }

        public void Add(ReadOnlySpan<int> tokens)
        {
            foreach (var token in tokens)
            {
                if ((uint)token >= (uint)vocabularySize)
                    throw new ArgumentOutOfRangeException(
                        nameof(tokens), token,
                        Invariant($"Token {Count} (counted from 0) is {token}; tokens are 0 to {vocabularySize - 1}."));
                var at = (int)(Count++ % InBlock);
                BinaryPrimitives.WriteInt32LittleEndian(blocks.Room()[(at * TokenBytes)..], token);
                if (at == InBlock - 1) blocks.Write();
            }
        }

        public TokenStream Finish()
        {
            if (Count % InBlock > 0) blocks.Write();
            blocks.Finish();
            return new(name, blocks, 0, Count, vocabularySize);
        }
    }
}

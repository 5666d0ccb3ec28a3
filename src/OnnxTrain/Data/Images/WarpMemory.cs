namespace OnnxTrain;

/// <summary>Memory of a thread for one image at a time; it grows to the largest request and is kept.</summary>
internal static class WarpMemory
{
    [ThreadStatic]
    private static float[]? _images;

    [ThreadStatic]
    private static float[]? _fields;

    [ThreadStatic]
    private static uint[]? _words;

    /// <summary>Memory for an image and its result.</summary>
    public static ImagePair Images(int length)
    {
        var memory = Grown(ref _images, 2 * length).AsSpan();
        return new(memory[..length], memory.Slice(length, length));
    }

    public static Span<float> Fields(int length) => Grown(ref _fields, length).AsSpan(0, length);

    public static Span<uint> Words(int length) => Grown(ref _words, length).AsSpan(0, length);

    private static T[] Grown<T>(ref T[]? memory, int length) =>
        memory is { } known && known.Length >= length ? known : memory = new T[length];

    public readonly ref struct ImagePair(Span<float> source, Span<float> result)
    {
        private readonly Span<float> _source = source;
        private readonly Span<float> _result = result;

        public void Deconstruct(out Span<float> source, out Span<float> result)
        {
            source = _source;
            result = _result;
        }
    }
}

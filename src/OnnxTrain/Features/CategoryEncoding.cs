namespace OnnxTrain;

/// <summary>
/// How the categories of a column become features. The known categories are those of the training rows, including a missing value if it
/// occurs there. Unknown categories become zeros in every encoding.
/// </summary>
public sealed record CategoryEncoding
{
    /// <summary>One-hot takes as many numbers as there are categories; beyond so many, embeddings are smaller and learn as well.</summary>
    internal const int MostOneHot = 100;

    private const int MostNumbers = 1 << 16;

    private CategoryEncoding(string name, int size = 0) => (Name, Size) = (name, size);

    /// <summary>
    /// <see cref="OneHot"/> for up to 100 categories in the training rows, and <see cref="Embedding"/> for more.
    /// </summary>
    public static CategoryEncoding ByCount { get; } = new(nameof(ByCount));

    /// <summary>
    /// One feature per category: 1 for its own category, 0 for all others (scikit-learn's OneHotEncoder with handle_unknown="ignore").
    /// </summary>
    public static CategoryEncoding OneHot { get; } = new(nameof(OneHot));

    /// <summary>
    /// The index of the category in binary digits, counted from 1 in ordinal order, the highest digit first: ⌈log₂(n + 1)⌉ features for n
    /// categories. Many categories become few features, but share digits.
    /// </summary>
    public static CategoryEncoding Binary { get; } = new(nameof(Binary));

    /// <summary>The number of features of <see cref="Hash"/>; 0 for the others.</summary>
    public int Buckets => Name == nameof(Hash) ? Size : 0;

    /// <summary>The length of the vectors of <see cref="Embedding"/>; 0 for the others, or where it depends on the categories.</summary>
    public int Dimensions => IsEmbedding ? Size : 0;

    internal string Name { get; }

    /// <summary>The number that belongs to the encoding: of buckets, or of dimensions; 0 for none.</summary>
    internal int Size { get; }

    internal bool IsEmbedding => Name == nameof(Embedding);

    /// <summary>Its name in reports.</summary>
    internal string Text => Name switch
    {
        nameof(Hash) => Invariant($"hashed to {Size} numbers"),
        nameof(Embedding) => Size > 0 ? Invariant($"embeddings of {Size} numbers") : "embeddings",
        nameof(OneHot) => "one-hot",
        nameof(Binary) => "binary",
        _ => "by the number of categories",
    };

    /// <summary>
    /// Feature hashing (Weinberger et al., 2009): 1 or −1 in one of a fixed number of features, 0 in the others, as scikit-learn's
    /// FeatureHasher does for one string per row: h = MurmurHash3 (x86, 32 bits, seed 0) of the category in UTF-8 as a signed number
    /// selects the feature |h| mod <paramref name="buckets"/> and the sign, 1 if h ≥ 0. No ONNX operator hashes strings, so the hashes of
    /// the categories seen in training are computed once and looked up in the file: there are few features, but the file still holds every
    /// category, and a category that did not occur in training becomes zeros instead of sharing the feature of another.
    /// </summary>
    /// <param name="buckets">The number of features, from 1 to 65536.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static CategoryEncoding Hash(int buckets = 32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buckets, MostNumbers);
        return new(nameof(Hash), buckets);
    }

    /// <summary>
    /// A learned vector for each category (Guo and Berkhahn, 2016, «Entity Embeddings of Categorical Variables»), trained with the network.
    /// A category that did not occur in training becomes zeros.
    /// </summary>
    /// <param name="dimensions">The length of the vectors, from 1 to 65536; null for min(50, 1.6 · n^0.56) for n categories.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static CategoryEncoding Embedding(int? dimensions = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions ?? 1, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions ?? 1, MostNumbers);
        return new(nameof(Embedding), dimensions ?? 0);
    }

    /// <summary>The encoding for a number of categories, where it depends on that.</summary>
    internal CategoryEncoding For(int categories) =>
        Name == nameof(ByCount) ? categories > MostOneHot ? Embedding().For(categories) : OneHot
        : IsEmbedding && Size == 0 ? Embedding((int)Math.Clamp(Math.Round(1.6 * Math.Pow(categories, 0.56)), 1, 50))
        : this;

    /// <summary>The encoding with a name and a number of buckets.</summary>
    internal static CategoryEncoding Of(string name, int size) => name switch
    {
        nameof(OneHot) => OneHot,
        nameof(Binary) => Binary,
        nameof(Hash) => Hash(size),
        nameof(Embedding) => Embedding(size),
        _ => throw new FormatException($"There is no encoding '{name}'."),
    };

    /// <summary>
    /// The number of features for <paramref name="categories"/> categories; of an embedding 1, the index whose vector the network looks up.
    /// </summary>
    internal int Width(int categories) => Name switch
    {
        nameof(OneHot) => categories,
        nameof(Binary) => BinaryDigits(categories),
        nameof(Embedding) => 1,
        nameof(Hash) => Size,
        _ => throw new InvalidOperationException("The encoding depends on the categories of the training rows."),
    };

    /// <summary>The features [batch, width] of strings [batch, 1].</summary>
    /// <param name="strings">The strings.</param>
    /// <param name="categories">The categories.</param>
    /// <param name="aliases">Further strings, each with the place of the category that it stands for.</param>
    internal Value Of(Value strings, IReadOnlyList<string> categories, IReadOnlyList<(string Text, int Place)> aliases)
    {
        var places = strings.LabelEncode(categories, aliases);
        return Name switch
        {
            nameof(OneHot) => places.OneHot(categories.Count).Flatten(),
            nameof(Binary) => Digits(categories.Count).Gather(places).Flatten(),
            nameof(Embedding) => places.Cast(ElementType.Float32),
            _ => Hashed(places, categories),
        };
    }

    /// <summary>Rows of digits [categories + 1, digits]; the last row, for unknown categories, is zero.</summary>
    private static Value Digits(int categories)
    {
        var width = BinaryDigits(categories);
        var digits = new float[(categories + 1) * width];
        for (var i = 0; i < categories; i++)
        {
            for (var digit = 0; digit < width; digit++) digits[(i * width) + digit] = ((i + 1) >> (width - 1 - digit)) & 1;
        }

        return Value.Constant<float>(digits, [categories + 1, width]);
    }

    private Value Hashed(Value places, IReadOnlyList<string> categories)
    {
        int[] hashes = [.. categories.Select(MurmurHash.Of)];

        // An index after the last bucket gives only zeros.
        long[] buckets = [.. hashes.Select(h => Math.Abs((long)h) % Buckets), Buckets];
        float[] signs = [.. hashes.Select(h => h >= 0 ? 1f : -1f), 1];
        return Value.Constant<long>(buckets, [buckets.Length]).Gather(places).OneHot(Buckets).Flatten()
            * Value.Constant<float>(signs, [signs.Length]).Gather(places);
    }

    private static int BinaryDigits(int number) => System.Numerics.BitOperations.Log2((uint)number) + 1;
}

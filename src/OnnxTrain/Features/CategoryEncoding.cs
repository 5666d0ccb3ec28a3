namespace OnnxTrain;

/// <summary>
/// How the categories of a column become features. Known are the categories of the training rows, a missing value being one of them if
/// one occurs there; all others, and a missing value that did not occur, become zeros whatever the encoding.
/// </summary>
public sealed record CategoryEncoding
{
    private CategoryEncoding(string name, int buckets) => (Name, Buckets) = (name, buckets);

    /// <summary>
    /// A feature for each category: 1 for its own, 0 for all others (scikit-learn's OneHotEncoder with unknown ones ignored).
    /// </summary>
    public static CategoryEncoding OneHot { get; } = new(nameof(OneHot), 0);

    /// <summary>
    /// The place of the category in binary digits, counted from 1 in ordinal order, the highest digit first: ⌈log₂(n + 1)⌉ features for
    /// n categories. Few features for many categories, of which each shares digits with others.
    /// </summary>
    public static CategoryEncoding Binary { get; } = new(nameof(Binary), 0);

    /// <summary>The number of features of <see cref="Hash"/>; 0 for the others.</summary>
    public int Buckets { get; }

    internal string Name { get; }

    /// <summary>Its name in reports.</summary>
    internal string Text => Buckets > 0 ? Invariant($"hashed to {Buckets} numbers") : this == OneHot ? "one-hot" : "binary";

    /// <summary>
    /// Feature hashing (Weinberger et al., 2009): 1 or −1 in one of a fixed number of features, 0 in the others, as scikit-learn's
    /// FeatureHasher does for one string a row: h = MurmurHash3 (x86, 32 bits, seed 0) of the category in UTF-8 as a signed number selects
    /// the feature |h| mod <paramref name="buckets"/> and the sign, 1 if h ≥ 0. No ONNX operator hashes strings, so the hashes of the
    /// categories seen in training are computed once and looked up in the file: the features are few, the file still holds every category,
    /// and one that did not occur in training becomes zeros instead of sharing the feature of another.
    /// </summary>
    /// <param name="buckets">The number of features, from 1 to 65536.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static CategoryEncoding Hash(int buckets = 32)
    {
        const int most = 1 << 16;
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buckets, most);
        return new(nameof(Hash), buckets);
    }

    /// <summary>The encoding of a name and a number of buckets.</summary>
    internal static CategoryEncoding Of(string name, int buckets) => name switch
    {
        nameof(OneHot) => OneHot,
        nameof(Binary) => Binary,
        nameof(Hash) => Hash(buckets),
        _ => throw new FormatException($"There is no encoding '{name}'."),
    };

    /// <summary>How many features <paramref name="categories"/> categories become.</summary>
    internal int Width(int categories) => Name switch
    {
        nameof(OneHot) => categories,
        nameof(Binary) => BinaryDigits(categories),
        _ => Buckets,
    };

    /// <summary>The features [batch, width] of strings [batch, 1].</summary>
    internal Value Of(Value strings, IReadOnlyList<string> categories)
    {
        var places = strings.LabelEncode(categories);
        return Name switch
        {
            nameof(OneHot) => places.OneHot(categories.Count).Flatten(),
            nameof(Binary) => Digits(categories.Count).Gather(places).Flatten(),
            _ => Hashed(places, categories),
        };
    }

    /// <summary>Rows of digits [categories + 1, digits]; the last, for what is not known, is of zeros.</summary>
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

        // A place behind the last bucket is 0 in all of them.
        long[] buckets = [.. hashes.Select(h => Math.Abs((long)h) % Buckets), Buckets];
        float[] signs = [.. hashes.Select(h => h >= 0 ? 1f : -1f), 1];
        return Value.Constant<long>(buckets, [buckets.Length]).Gather(places).OneHot(Buckets).Flatten()
            * Value.Constant<float>(signs, [signs.Length]).Gather(places);
    }

    private static int BinaryDigits(int number) => System.Numerics.BitOperations.Log2((uint)number) + 1;
}

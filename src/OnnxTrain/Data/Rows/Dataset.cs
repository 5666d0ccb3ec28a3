using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace OnnxTrain;

/// <summary>
/// Training examples in memory: the features of each row, numbers or the bytes of an image, and either its label (classification) or its
/// targets (regression). Dense tensors are not copied, so do not change them afterwards.
/// </summary>
public sealed partial class Dataset : IRowSource
{
    private readonly RowTensor[] _features;
    private readonly int[] _labels = [];
    private readonly float[] _weights = [];
    private RowColumn[]? _columns;

    /// <summary>Creates rows with regression targets.</summary>
    /// <param name="features">The features, [rows, …].</param>
    /// <param name="targets">The regression targets, [rows, …] ([rows, 1] for one per row), or the class of each pixel or position.</param>
    /// <exception cref="ArgumentException">A tensor has fewer than two axes, or the numbers of rows differ.</exception>
    /// <exception cref="DataException">A number is NaN or infinite.</exception>
    public Dataset(RowTensor features, RowTensor targets)
        : this([features], targets)
    {
    }

    /// <summary>Creates rows with several inputs and regression targets.</summary>
    /// <param name="features">The features of each input of the model, [rows, …].</param>
    /// <param name="targets">The regression targets, [rows, …] ([rows, 1] for one per row), or the class of each pixel or position.</param>
    /// <exception cref="ArgumentException">A tensor has fewer than two axes, or the numbers of rows differ.</exception>
    /// <exception cref="DataException">A number is NaN or infinite.</exception>
    public Dataset(IReadOnlyList<RowTensor> features, RowTensor targets)
        : this(features)
    {
        ArgumentNullException.ThrowIfNull(targets);
        Targets = Checked(targets, "targets");
    }

    /// <summary>Creates rows with a class label each.</summary>
    /// <param name="features">The features, [rows, …]; the pixels of images as bytes, [rows, height, width, channels].</param>
    /// <param name="labels">
    /// The class of each row, from 0 to <paramref name="classes"/> − 1; or a negative number, such as −100, for a row that the loss ignores
    /// (<see cref="ClassLoss.IgnoreIndex"/>).
    /// </param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">A tensor has fewer than two axes, or the numbers of rows differ.</exception>
    /// <exception cref="DataException">A number is NaN or infinite, or a label is out of range.</exception>
    public Dataset(RowTensor features, ReadOnlySpan<int> labels, int classes)
        : this([features], labels, classes)
    {
    }

    /// <summary>Creates rows with several inputs and a class label each.</summary>
    /// <param name="features">The features of each input of the model, [rows, …].</param>
    /// <param name="labels">
    /// The class of each row, from 0 to <paramref name="classes"/> − 1; or a negative number, such as −100, for a row that the loss ignores
    /// (<see cref="ClassLoss.IgnoreIndex"/>).
    /// </param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">A tensor has fewer than two axes, or the numbers of rows differ.</exception>
    /// <exception cref="DataException">A number is NaN or infinite, or a label is out of range.</exception>
    public Dataset(IReadOnlyList<RowTensor> features, ReadOnlySpan<int> labels, int classes)
        : this(features)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        (_labels, Classes) = (labels.ToArray(), classes);
        CheckLabels();
    }

    private Dataset(IReadOnlyList<RowTensor> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Count == 0)
        {
            throw new ArgumentException("A data set needs the features of at least one input.", nameof(features));
        }

        ArgumentNullException.ThrowIfNull(features[0]);
        RowCount = features[0].Lengths.Length == 0 ? 0 : (int)features[0].Lengths[0];
        _features = [.. features.Select((f, i) => Checked(f, features.Count == 1 ? "features" : Invariant($"features of input {i}")))];
    }

    // Parts of a checked data set.
    private Dataset(Dataset whole, ReadOnlySpan<int> rows)
    {
        RowCount = rows.Length;
        _features = new RowTensor[whole._features.Length];
        for (var i = 0; i < _features.Length; i++) _features[i] = whole._features[i].Pick(rows);

        Targets = whole.Targets?.Pick(rows);
        (_labels, Classes) = (Targets is null ? CsvColumn.Pick(whole._labels, rows) : [], whole.Classes);
        _weights = whole._weights.Length > 0 ? CsvColumn.Pick(whole._weights, rows) : [];
    }

    // The same rows, each with a weight.
    private Dataset(Dataset rows, float[] weights)
    {
        (RowCount, _features, Targets, _labels, Classes) = (rows.RowCount, rows._features, rows.Targets, rows._labels, rows.Classes);
        _weights = weights;
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The features of each input of the model, [rows, …].</summary>
    public IReadOnlyList<RowTensor> Features => _features;

    /// <summary>
    /// The features of the first input as bytes, [rows, height, width, channels]; <see langword="null"/> if they are of another type.
    /// </summary>
    public Tensor<byte>? Pixels => (_features[0] as RowTensor<byte>)?.Tensor;

    /// <summary>
    /// The regression targets, or the class of each pixel or position, [rows, …]; <see langword="null"/> if the rows have labels.
    /// </summary>
    public RowTensor? Targets { get; }

    /// <summary>The class of each row, [rows]; empty if the rows have targets.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The number of classes; 0 if the rows have targets.</summary>
    public int Classes { get; }

    /// <summary>The weight of each row in the loss, [rows]; empty if all weights are equal.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>
    /// The same rows, each with a weight: a mean loss becomes Σ w · loss / Σ w. Only ratios of weights matter, and a row with weight 2
    /// counts as two rows with weight 1. Splits and selections keep the weights; metrics such as accuracy ignore them.
    /// </summary>
    /// <param name="weights">The weight of each row, at least 0 and not all 0; they replace existing weights.</param>
    /// <returns>A data set that shares the tensors of this one.</returns>
    /// <exception cref="ArgumentException">There is not one weight for each row.</exception>
    /// <exception cref="DataException">A weight is negative or not finite, or all are 0.</exception>
    public Dataset WithWeights(ReadOnlySpan<float> weights)
    {
        RowWeights.Check(weights, RowCount);
        return new(this, weights.ToArray());
    }

    /// <summary>Copies rows, in the given order. A row may occur more than once.</summary>
    /// <param name="rows">The rows, counted from 0.</param>
    /// <returns>The new data set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">No row is given.</exception>
    public Dataset Select(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty) throw new ArgumentException("At least one row is required.", nameof(rows));

        RowSplit.CheckRows(rows, RowCount);
        return new Dataset(this, rows);
    }

    /// <summary>
    /// Splits the rows at random into two data sets that keep their order; if there are labels, the classes have the same proportions in
    /// both. Equal seeds give equal splits.
    /// </summary>
    /// <param name="fraction">The fraction of rows in the first part, between 0 and 1.</param>
    /// <param name="seed">The seed of the split.</param>
    /// <returns>The two data sets; each row is in exactly one of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">There are fewer than two rows.</exception>
    public (Dataset First, Dataset Second) Split(double fraction, ulong seed = 0)
    {
        var (first, second) = RowSplit.Stratified(Targets is null ? _labels : new int[RowCount], fraction, seed);
        return (new Dataset(this, first), new Dataset(this, second));
    }

    IReadOnlyList<RowColumn> IRowSource.Columns => _columns ??= DatasetReader.Columns(this);

    long? IRowSource.RowCount => RowCount;

    bool IRowSource.IsRandomAccess => true;

    IRowReader IRowSource.Open(ReadOnlySpan<int> columns) => new DatasetReader(this, columns.ToArray());

    /// <summary>A hash of shapes, elements and weights of all rows.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in Targets is null ? _features : [.. _features, Targets])
        {
            hash.AppendData(BitConverter.GetBytes((int)tensor.ElementType));
            hash.AppendData(BitConverter.GetBytes(tensor.Lengths.Length));
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Lengths));
            tensor.AppendTo(hash);
        }

        hash.AppendData(BitConverter.GetBytes(_labels.Length));
        hash.AppendData(MemoryMarshal.AsBytes(_labels.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(_weights.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>The elements of a dense tensor in row-major order.</summary>
    internal static ReadOnlySpan<T> Elements<T>(Tensor<T> tensor)
    {
        // GetSpan refuses a shape that ends in an axis of length 1, and GetPinnableReference ignores the start of a slice.
        Span<nint> origin = stackalloc nint[tensor.Rank];
        origin.Clear();
        return MemoryMarshal.CreateReadOnlySpan(ref tensor[origin], checked((int)tensor.FlattenedLength));
    }

    internal static Tensor<T> Pick<T>(Tensor<T> tensor, ReadOnlySpan<int> rows)
    {
        var elements = Elements(tensor);
        var length = elements.Length / (int)tensor.Lengths[0];
        var picked = new T[checked(rows.Length * length)];
        for (var i = 0; i < rows.Length; i++) elements.Slice(rows[i] * length, length).CopyTo(picked.AsSpan(i * length));

        return Tensor.Create(picked, [rows.Length, .. tensor.Lengths[1..]]);
    }

    private RowTensor Checked(RowTensor tensor, string what)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        CheckShape(tensor.Lengths, what);
        return tensor.FirstNotFinite is >= 0 and var at ? throw NotFinite(tensor, at, what) : tensor;
    }

    private void CheckShape(ReadOnlySpan<nint> lengths, string what)
    {
        var shape = $"[{InvariantText.Join(", ", lengths)}]";
        if (lengths.Length < 2 || lengths.Contains(0))
        {
            throw new ArgumentException(
                $"The {what} have the shape {shape}; expected [rows, …]: at least two axes, none of length 0.");
        }

        if (lengths[0] != RowCount)
        {
            throw new ArgumentException(
                $"The {what} have the shape {shape}, so {lengths[0]} rows; the features have {RowCount}.");
        }
    }

    private static DataException NotFinite(RowTensor tensor, long at, string what)
    {
        var value = tensor.Number(at).ToString(CultureInfo.InvariantCulture);
        var lengths = tensor.Lengths;
        var position = new nint[lengths.Length];
        var rest = (nint)at;
        for (var axis = lengths.Length; axis-- > 0;) (rest, position[axis]) = Math.DivRem(rest, lengths[axis]);

        return new DataException(
            $"The {what} have {value} in row {position[0]}, column {string.Join(", ", position[1..])} (counted from 0). Expected " +
            "finite numbers: replace or leave out missing values first.");
    }

    private void CheckLabels()
    {
        if (_labels.Length != RowCount)
        {
            throw new ArgumentException($"There are {_labels.Length} labels; the features have {RowCount} rows.");
        }

        var wrong = Array.FindIndex(_labels, label => label >= Classes);
        if (wrong >= 0)
        {
            throw new DataException(
                $"The label of row {wrong} (counted from 0) is {_labels[wrong]}. Expected labels from 0 to {Classes - 1}, as there " +
                $"are {Classes} classes, or a negative label that the loss ignores.");
        }
    }
}

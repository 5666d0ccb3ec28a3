namespace OnnxTrain.Cli;

/// <summary>Verifies a file on rows: of images so many at once that memory does not grow with the set.</summary>
/// <param name="model">The model.</param>
/// <param name="path">The file.</param>
/// <param name="rows">Sets of rows; one, but of images as many as there are sizes where the model takes any.</param>
/// <param name="most">The number of rows of each set to compare, spread over it; null for all.</param>
internal sealed class FileVerification(DataModel model, string path, IReadOnlyList<IRowSource> rows, int? most = null)
{
    private const int BytesAtOnce = 1 << 20;

    private readonly IRowSource[] _sets =
        [.. rows.Select(set => most is { } some ? Sample(set, some) : set), .. rows.SelectMany(set => EdgeRows.Of(model, set))];

    private int _different;

    /// <summary>All sets up to the first on which the file differs.</summary>
    public VerificationReport Whole(VerificationOptions options, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        options = options with { TimeLimit = options.TimeLimit / rows.Count };
        var reports = new List<VerificationReport>();
        for (var i = 0; i < _sets.Length; i++)
        {
            var report = OnnxVerifier.Verify(model, path, _sets[i], For(_sets[i], options), progress, cancellationToken);
            if (!report.IsEquivalent)
            {
                _different = i;
                return report;
            }

            reports.Add(report);
        }

        // The rows that were added are not those of the user, and are not counted.
        var ofData = MergedReport.Of([.. reports.Take(rows.Count)]);
        return MergedReport.Of(reports) with
        {
            Rows = rows.Sum(RowRoles.RequireCount), ComparedRows = ofData.ComparedRows, LabelAgreement = ofData.LabelAgreement,
        };
    }

    /// <summary>The set on which the file differed, else the first.</summary>
    public NodeVerificationReport ByNode(NodeVerificationOptions options, CancellationToken cancellationToken) =>
        OnnxVerifier.VerifyNodes(model, path, _sets[_different], options, cancellationToken);

    private VerificationOptions For(IRowSource set, VerificationOptions options)
    {
        const int leastAtOnce = 8;
        if (model.Image is not { } image) return options;
        var length = model.TakesTensors
            ? new RowRoles(set).Features[0].RowLength
            : model.InputFeatures.OfType<ImageFeature>().Sum(feature => feature.Width * feature.Height * feature.Channels);
        options = options with { LargestBatch = Math.Clamp(BytesAtOnce / length, leastAtOnce, 256), RowsPerBatchSize = 21 };

        // Photographs as they are: what is computed of one takes many times its bytes.
        return image.AnySize && length > BytesAtOnce
            ? options with
            {
                LargestBatch = 1, BatchSizes = [1, 3], RowsPerBatchSize = 3,
            }
            : options;
    }

    /// <summary>The rows that are compared, spread over the set.</summary>
    private static IRowSource Sample(IRowSource set, int count)
    {
        var all = RowRoles.RequireCount(set);
        return all <= count ? set : set.Select(RowRange.Spread(all, count));
    }
}

using System.Runtime.ExceptionServices;

namespace OnnxTrain.Cli;

/// <summary>The columns of a table that hold paths of images: those named, and those whose every value looks like one.</summary>
internal sealed class ImageColumns
{
    /// <summary>Options for networks that see only an image.</summary>
    public static readonly string[] ForFolders = ["--augment", "--from", "--allow-missing", "--freeze"];

    private const int FilesPerReport = 64;

    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".ico"];

    private readonly ImageRequest _request;
    private readonly Dictionary<string, ImageFeature> _features = [];

    /// <param name="request">What was asked for.</param>
    /// <param name="table">The table.</param>
    /// <param name="others">Columns that are something else.</param>
    /// <param name="notes">Where to say which columns were recognized.</param>
    /// <exception cref="ToolException">A column is named as something else too, or an option is for images and there are none.</exception>
    /// <exception cref="DataException">There is no such column.</exception>
    public ImageColumns(TrainRequest request, CsvTable table, IReadOnlyCollection<string> others, List<string> notes)
    {
        _request = request.Images;
        var columns = request.Columns;
        var named = ColumnNames.Resolve(columns.Images, table);
        HashSet<string> texts = [.. ColumnNames.Resolve([.. columns.Categorical, .. columns.Inputs.Named], table)];
        if (named.FirstOrDefault(name => others.Contains(name) || texts.Contains(name)) is { } twice)
            throw new ToolException($"--image names '{twice}', and another option names it as something else.", "Leave it out of one.");
        Paths = ToolDecoders.ImagesBeside(request.Data.Length > 0 ? request.Data : table.Name, _request.MaxPixels) with
        {
            CacheBytes = _request.CacheBytes,
        };
        string[] found =
        [
            .. table.Columns
                .Where(c => !others.Contains(c.Name) && !texts.Contains(c.Name) && !named.Contains(c.Name) && HoldsPaths(c, Paths.Folder))
                .Select(c => c.Name),
        ];
        notes.AddRange(
            found.Select(name => $"'{name}' holds paths of images; --categorical {ColumnNames.Typed(name)} takes them as texts"));
        Names = [.. named, .. found];
        CheckOptions(TableName.Shown(request.Data));
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>How the paths become images.</summary>
    public ImagePaths Paths { get; }

    /// <summary>The image in a column; null for other columns.</summary>
    public ImageFeature? FeatureOf(string column) => _features.GetValueOrDefault(column);

    /// <summary>Looks at all images once: their sizes, their colour, and whether they can be read.</summary>
    /// <returns>The rows that have their images.</returns>
    /// <exception cref="ToolException">No size is asked for, and the images have several; or no row is left.</exception>
    /// <exception cref="DataException">An image cannot be used, and is not to be skipped.</exception>
    public CsvTable Usable(
        CsvTable table, List<string> notes, IProgress<ImageFolderProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var name in Names)
        {
            var (good, sizes, isColour) = Good(table, name, notes, progress, cancellationToken);
            _features[name] = Feature(name, good.RowCount, sizes, isColour);
            table = good;
        }

        return table;
    }

    /// <summary>The rows of a further table that have their images.</summary>
    /// <exception cref="ToolException">No row is left.</exception>
    /// <exception cref="DataException">An image cannot be used, and is not to be skipped.</exception>
    public CsvTable Good(
        CsvTable table, List<string> notes, IProgress<ImageFolderProgress>? progress, CancellationToken cancellationToken) =>
        Names.Aggregate(table, (rows, name) => Good(rows, name, notes, progress, cancellationToken).Rows);

    private (CsvTable Rows, ImageSizes Sizes, bool IsColour) Good(
        CsvTable table, string name, List<string> notes, IProgress<ImageFolderProgress>? progress, CancellationToken cancellationToken)
    {
        var (sizes, column) = (new ImageSizes(), table[name]);
        var (problems, isColour) = Look(column, sizes, progress, cancellationToken);
        if (_request.OnBadImage == BadImages.Stop) RequireGood(table, column, problems);
        int[] rows = [.. Enumerable.Range(0, column.Count).Where(row => problems[row] is null)];
        if (rows.Length == 0) throw new ToolException($"Column '{name}' has no image that can be used.", "Check the paths in it.");
        if (rows.Length < column.Count)
            notes.Add($"{Numbers.Count(column.Count - rows.Length, "row")} left out: no image that can be used in '{name}'");
        return (table.Select(rows), sizes, isColour);
    }

    /// <exception cref="ToolException">Rows have an image that cannot be used; the message names them.</exception>
    private static void RequireGood(CsvTable table, CsvColumn column, string?[] problems)
    {
        int[] bad = [.. Enumerable.Range(0, column.Count).Where(row => problems[row] is not null && !column.IsMissing(row))];
        if (bad.Length == 0) return;
        var told = Array.ConvertAll(bad, row => $"{table.PlaceInFile(row)}: {Failure.Translate(problems[row]!)}");
        throw bad is [var only]
            ? new ToolException(
                $"{table.PlaceOf(only)}: column '{column.Name}': {Failure.Translate(problems[only]!)}",
                "Correct the path, or leave out all such rows: --on-bad-image skip.")
            : new ToolException(
                $"{table.Name}: {bad.Length:N0} images of column '{column.Name}' cannot be used:{BadFiles.List(told).TrimEnd()}",
                "Correct the paths, or leave out all such rows: --on-bad-image skip.");
    }

    private static bool HoldsPaths(CsvColumn column, string folder) =>
        column.Kind != ColumnKind.Numeric
        && column.DistinctCount > 0
        && column.Categories.All(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        && File.Exists(Path.Combine(folder, column.Categories[0]));

    private void CheckOptions(string data)
    {
        if (Names.Count == 0 && _request.Given is [var any, ..])
            throw new ToolException(
                $"{any} is for images, and '{data}' has no column of paths of images.",
                $"Leave {any} out; or name a column by --image; or train on a folder that has a folder of images for each class.");
        if (_request.Given.FirstOrDefault(ForFolders.Contains) is { } folders)
            throw new ToolException($"{folders} is for folders of images, and '{data}' is a table.", $"Leave {folders} out.");
    }

    /// <summary>What is wrong with the image of each row, or null; and whether one has colour.</summary>
    private (string?[] Problems, bool IsColour) Look(
        CsvColumn column, ImageSizes sizes, IProgress<ImageFolderProgress>? progress, CancellationToken cancellationToken)
    {
        var (problems, decoders, colour, done) = (new string?[column.Count], sizes.Recording(Paths.Decoders), 0, 0);
        var settings = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Parallelism.MaxThreads };
        try
        {
            Parallel.For(0, column.Count, settings, LookAt);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return (problems, colour == 1);

        void LookAt(int row)
        {
            if (column.IsMissing(row)) problems[row] = "there is no path";
            else if (TryRead(column.Text(row), out var image, out problems[row]) && image!.Channels > 1) Volatile.Write(ref colour, 1);
            if (Interlocked.Increment(ref done) % FilesPerReport == 0) progress?.Report(new(done, column.Count));
        }

        bool TryRead(string path, out PixelImage? image, out string? problem)
        {
            (image, problem) = (null, null);
            try
            {
                image = ImageDecoders.Read(Path.Combine(Paths.Folder, path), decoders);
                return true;
            }
            catch (DataException e)
            {
                problem = e.Message;
                return false;
            }
        }
    }

    private ImageFeature Feature(string name, int rows, ImageSizes sizes, bool isColour)
    {
        if (_request.Size is null && sizes.Problem() is { } problem) throw problem;
        var (width, height) = _request.Size ?? sizes.Counts[0].Size;
        var channels = _request.Channels switch { ImageChannels.Grey => 1, ImageChannels.Colour => 3, _ => isColour ? 3 : 1 };
        if ((long)rows * width * height * channels > Array.MaxLength)
            throw new ToolException(
                $"{rows:N0} images of {width} × {height} pixels do not fit into memory.", "Choose a smaller --image-size.");
        if (_request.Normalization == Normalization.ImageNet && channels != 3)
            throw new ToolException("ImageNet's normalization is for images in colour; these are grey.", "Add --colour.");
        var (mean, deviation) = _request.Normalization == Normalization.ImageNet
            ? (ImageNetworks.ImageNetMean, ImageNetworks.ImageNetDeviation)
            : (null, null);
        return new(name, width, height, channels)
        {
            Mean = mean, Deviation = deviation, Axes = _request.Axes, Fit = _request.Fit ?? ImageFit.Stretch, AnySize = _request.AnySize,
            Background = _request.Background,
        };
    }
}

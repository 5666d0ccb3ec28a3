using System.Runtime.ExceptionServices;

namespace OnnxTrain;

/// <summary>Decodes all files of a folder once, in parallel, to check which can be used and what they are. No pixels are kept.</summary>
internal sealed class ImageFolderCheck(
    string folder, IReadOnlyList<(string Name, int Label)> files, ImageFolderOptions options, IProgress<ImageFolderProgress>? progress)
{
    private const long ReportInterval = 100;

    private int _done;
    private long _lastReport = Environment.TickCount64;

    /// <summary>Whether each file had colour.</summary>
    public bool[] WasColour { get; } = new bool[files.Count];

    /// <summary>Whether each file had 16 bits per channel.</summary>
    public bool[] WasDeep { get; } = new bool[files.Count];

    /// <summary>Whether each file had transparent pixels.</summary>
    public bool[] WasTransparent { get; } = new bool[files.Count];

    /// <summary>The number of files, from the first on, that were decoded in full size because no size was known yet.</summary>
    public int Whole { get; private set; }

    /// <summary>The reason why a file is not used.</summary>
    public ImageIssue?[] Issues { get; } = new ImageIssue?[files.Count];

    public int Width { get; private set; } = options.Width ?? 0;

    public int Height { get; private set; } = options.Height ?? 0;

    public void Run(CancellationToken cancellationToken)
    {
        var first = 0;
        for (; first < files.Count && (Width == 0 || Height == 0); first++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Read(first);
        }

        Whole = first;

        var settings = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Parallelism.MaxThreads };
        try
        {
            Parallel.For(first, files.Count, settings, Read);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        progress?.Report(new(files.Count, files.Count));
        if (options.OnBadImage == BadImages.Stop) RequireGood();
    }

    private void Read(int index)
    {
        var name = files[index].Name;
        try
        {
            (int, int)? target = Width > 0 && Height > 0 ? (Width, Height) : null;
            Take(index, ImageDecoders.Decode(Path.Combine(folder, name), name, options.Decoders, target));
        }
        catch (UnusableImageException e)
        {
            Issues[index] = new(name, e.Kind, e.Message);
        }
        finally
        {
            Report();
        }
    }

    private void Take(int index, PixelImage image)
    {
        if (Width == 0)
            Width = Height == 0 ? image.Width : Math.Max(1, (int)Math.Round((double)image.Width * Height / image.Height));
        if (Height == 0)
            Height = options.Width is null ? image.Height : Math.Max(1, (int)Math.Round((double)image.Height * Width / image.Width));
        ImageFolder.RequireRoom(Width, Height);
        (WasColour[index], WasDeep[index], WasTransparent[index]) = (image.Channels > 1, image.FileDepth == 16, image.IsTransparent);
    }

    /// <exception cref="DataException">Files cannot be used; the message names them.</exception>
    private void RequireGood()
    {
        ImageIssue[] bad = [.. Issues.OfType<ImageIssue>()];
        if (bad is [var only])
            throw new DataException($"{only.Message} Repair or remove the file '{only.File}', or have bad images skipped (OnBadImage).");
        if (bad.Length > 0)
            throw new DataException(
                Invariant($"{bad.Length} of {files.Count} files cannot be used.")
                    + BadFiles.List([.. bad.Select(issue => issue.Message)])
                    + "Repair or remove these files, or have bad images skipped (OnBadImage).");
    }

    private void Report()
    {
        var done = Interlocked.Increment(ref _done);
        if (progress is null) return;
        var (now, last) = (Environment.TickCount64, Volatile.Read(ref _lastReport));
        if (now - last >= ReportInterval && Interlocked.CompareExchange(ref _lastReport, now, last) == last)
            progress.Report(new(done, files.Count));
    }
}

namespace OnnxTrain;

/// <summary>Reads the first image of some rows of a model, with the class and the name of a row.</summary>
internal sealed class ImageRowReader
{
    private const string FileColumn = "file";

    private readonly IRowSource _rows;
    private readonly ImageColumn? _column;
    private readonly CsvColumn? _paths;
    private readonly (int Width, int Height, int Channels) _size;
    private readonly int _place;

    private ImageRowReader(DataModel model, IRowSource rows, (int Width, int Height, int Channels) size, int place, ImageColumn? column)
    {
        (_rows, _size, _place, _column) = (rows, size, place, column);
        Count = RowRoles.RequireCount(rows);
        var target = model.Targets.FirstOrDefault(t => t is ClassTarget);
        Classes = target?.Classes ?? [];
        if (rows is CsvTable table)
        {
            _paths = table[model.Image!.Name];
            if (target is not null) Labels = [.. target.Read(table).Select(label => float.IsNaN(label) ? -1 : (int)label)];
        }
        else if (target is not null)
            Labels = RowLabels.TryRead(rows);
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The class of each row, −1 for none; null if there are no classes.</summary>
    public IReadOnlyList<int>? Labels { get; }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>A reader; null if the rows have no images of bytes with 1, 3 or 4 channels.</summary>
    public static ImageRowReader? TryOpen(DataModel model, IRowSource rows)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        if (model.Image is not { } image || image.Channels is not (1 or 3 or 4) || !rows.IsRandomAccess || rows.RowCount is null or 0)
            return null;
        if (rows is CsvTable table)
            return model.Images is null
                ? null
                : new(model, rows, (image.Width, image.Height, image.Channels), 0, new(image, table, model.Images));
        if (rows.Sizes is not null || model.Targets.Count > 1) return null;
        var roles = new RowRoles(rows);
        return roles.Features is [{ ElementType: ElementType.UInt8 } pixels]
            && pixels.RowLength == image.Width * image.Height * image.Channels
            ? new(model, rows, (image.Width, image.Height, image.Channels), roles.Places[0], null)
            : null;
    }

    /// <summary>The images of rows.</summary>
    public IReadOnlyList<PixelImage> Read(long[] places)
    {
        var length = _size.Width * _size.Height * _size.Channels;
        var images = new List<PixelImage>(places.Length);
        foreach (var place in places)
        {
            var pixels = new byte[length];
            if (_column is not null) _column.Read(1, _ => (int)place, pixels);
            else Block(_place, place).Values<byte>(0)[..length].CopyTo(pixels);
            images.Add(new(_size.Width, _size.Height, _size.Channels, pixels));
        }

        return images;
    }

    /// <summary>The file of each row, or its number, counted from 1.</summary>
    public IReadOnlyList<string> Names(long[] places)
    {
        if (_paths is not null) return [.. places.Select(place => _paths.Text((int)place))];
        var files = Enumerable.Range(0, _rows.Columns.Count)
            .FirstOrDefault(c => _rows.Columns[c] is { Name: FileColumn, ElementType: ElementType.String }, -1);
        return files >= 0
            ? [.. places.Select(place => Block(files, place).Values<string>(0)[0])]
            : [.. places.Select(place => Invariant($"image {place + 1:N0}"))];
    }

    /// <summary>The class of a row, or the name of its image.</summary>
    public string TitleOf(long place) => Labels is { } labels && labels[(int)place] >= 0 ? Classes[labels[(int)place]] : Names([place])[0];

    private RowBlock Block(int column, long place)
    {
        var block = new RowBlock([_rows.Columns[column]], 1);
        using var reader = _rows.Open([column]);
        reader.Read([place], block);
        return block;
    }
}

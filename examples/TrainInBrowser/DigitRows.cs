using System.Numerics.Tensors;
using OnnxTrain;

/// <summary>
/// The digits of examples/data: images [rows, 8, 8, 1] of grey levels from 0 to 16, parted into rows to train on and rows held out.
/// </summary>
internal sealed record DigitRows(Dataset Train, Dataset Test)
{
    public const int Size = 8;
    public const int Classes = 10;

    public static DigitRows Read(string path)
    {
        var table = CsvTable.Read(path);
        var pixels = new byte[table.RowCount * Size * Size];
        for (var column = 0; column < Size * Size; column++)
        {
            var levels = table.Columns[column].Numbers;
            for (var row = 0; row < levels.Length; row++) pixels[(row * Size * Size) + column] = (byte)levels[row];
        }

        int[] labels = [.. table["digit"].Numbers.ToArray().Select(digit => (int)digit)];
        var (train, test) = new Dataset(Tensor.Create(pixels, [table.RowCount, Size, Size, 1]), labels, Classes).Split(0.8, seed: 1);
        return new(train, test);
    }

    /// <summary>
    /// Writes images and labels as bytes, row after row: <c>train-images.bin</c>, <c>train-labels.bin</c> and the same of the rows held
    /// out, <c>test-…</c>.
    /// </summary>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, rows) in new[] { ("train", Train), ("test", Test) })
        {
            var pixels = new byte[rows.RowCount * Size * Size];
            rows.Pixels!.FlattenTo(pixels);
            File.WriteAllBytes(Path.Combine(folder, $"{name}-images.bin"), pixels);
            File.WriteAllBytes(Path.Combine(folder, $"{name}-labels.bin"), [.. rows.Labels.ToArray().Select(label => (byte)label)]);
        }
    }
}

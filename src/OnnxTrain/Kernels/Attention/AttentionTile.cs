using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain.Kernels;

/// <summary>Memory of the running thread for the tiles of attention, and what is done to such tiles.</summary>
internal static unsafe class AttentionTile
{
    public const int Size = AttentionSizes.Tile;

    /// <summary>Rows of a tile in memory: register tiles read beyond the last one.</summary>
    private const int Rows = Size + 16;

    /// <summary>The elements of a tile of rows of the length of a tile.</summary>
    public const int Square = Rows * Size;

    /// <summary>The elements of a tile of rows of another width.</summary>
    public static int Of(int width) => Rows * Math.Max(1, width);

    /// <summary>to[p, i] = from[i, p] for the rows i and the columns p of a head; rows of the result are a tile apart.</summary>
    public static void Transpose<T>(Rows<T> from, int rows, int columns, T* to)
        where T : unmanaged
    {
        if (Transposer.IsSupported<T>() && rows >= 4 && columns >= 4)
        {
            Transposer.Transpose(from, new(to, Size), rows, columns);
            return;
        }

        for (var i = 0; i < rows; i++)
        {
            var row = from.At(i, 0).First;
            for (var p = 0; p < columns; p++) to[(p * Size) + i] = row[p];
        }
    }

    /// <summary>Multiplies a transposed tile by a factor.</summary>
    public static void Scale<T>(T* turned, T factor, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var all = new Span<T>(turned, columns * Size);
        TensorPrimitives.Multiply(all, factor, all);
    }

    public static void Clear<T>(Rows<T> rows, int count, int width)
        where T : unmanaged
    {
        for (var i = 0; i < count; i++) new Span<T>(rows.At(i, 0).First, width).Clear();
    }

    /// <summary>Copies rows that lie together, <paramref name="width"/> elements each.</summary>
    public static void Copy<T>(T* from, Rows<T> to, int count, int width)
        where T : unmanaged
    {
        for (var i = 0; i < count; i++) new Span<T>(from + (i * width), width).CopyTo(new(to.At(i, 0).First, width));
    }

    /// <summary>Multiplies rows that lie together, each by a factor of its own.</summary>
    public static void Scale<T>(T* rows, int width, T* factors, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < count; i++)
        {
            if (factors[i] == T.One) continue;
            var row = new Span<T>(rows + (i * width), width);
            TensorPrimitives.Multiply(row, factors[i], row);
        }
    }
}

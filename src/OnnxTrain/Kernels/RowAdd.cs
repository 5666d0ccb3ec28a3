using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain.Kernels;

/// <summary>Adds one row to every row of a matrix.</summary>
internal static class RowAdd
{
    private const int Grain = 16384;

    public static Action Bind<T>(Block<T> matrix, Block<T> row)
        where T : unmanaged, INumberBase<T>
    {
        var width = row.Length;
        if (width == 0) return static () => { };
        return new ParallelLoop(matrix.Length / width, Math.Max(1, Grain / width), (from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var line = matrix.Span.Slice(i * width, width);
                TensorPrimitives.Add(line, row.Span, line);
            }
        }).Run;
    }
}

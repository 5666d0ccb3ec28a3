using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>Reads all rows of a source into memory.</summary>
internal static class RowMemory
{
    /// <summary>Reads the rows of a forward-only source, or of one whose number of rows is not known.</summary>
    /// <exception cref="DataException">The rows do not fit within the limit.</exception>
    public static IRowSource Read(IRowSource source, long limit)
    {
        RowColumn[] columns = [.. source.Columns];
        int[] places = [.. Enumerable.Range(0, columns.Length)];
        var (blocks, count, bytes) = (new List<RowBlock>(), 0L, 0L);
        using var reader = source.Open(places);
        var capacity = RowScan.RowsAtOnce(columns);
        while (true)
        {
            var block = new RowBlock(columns, capacity);
            var read = reader.Read(count, capacity, block);
            for (var row = 0; row < read; row++)
            {
                for (var c = 0; c < columns.Length; c++) bytes += block.MemoryOf(c, row);
            }

            if (bytes > limit)
                throw new DataException(
                    $"The rows do not fit into {limit:N0} bytes: the first {count + read:N0} take {bytes:N0}. Raise the limit of Cache, or "
                        + "leave columns out with WithColumns.");
            count += read;
            blocks.Add(block);
            if (read < capacity) break;
        }

        return new RowBlocks(columns, blocks, capacity, count);
    }

    /// <summary>Reads features, targets and weights as tensors.</summary>
    public static Dataset ToDataset(IRowSource source)
    {
        var roles = new RowRoles(source);
        var count = roles.RowCount;
        if (roles.Answer < 0) throw new ArgumentException("The rows have no target: no column has RowRole.Target.", nameof(source));
        RequireOneSize(source);
        var block = new RowBlock(roles.Columns, count);
        using (var reader = roles.Open()) reader.Read(0, count, block);
        RowTensor[] features = [.. roles.Features.Select((_, i) => Tensor(block, i))];
        Dataset data = roles.Label is { } label
            ? new(features, Array.ConvertAll(block.Values<long>(roles.Answer).ToArray(), l => checked((int)l)), label.Classes)
            : new(features, Tensor(block, roles.Answer));
        if (!roles.IsWeighted) return data;
        var weights = new float[count];
        block.Convert(roles.Weight, count, weights);
        return data.WithWeights(weights);
    }

    /// <summary>Reads the features for each input of a model as tensors.</summary>
    public static RowTensor[] Features(IRowSource source)
    {
        RequireOneSize(source);
        var roles = new RowRoles(source);
        var block = new RowBlock(roles.Features, roles.RowCount);
        using var reader = source.Open(roles.Places.AsSpan(0, roles.Features.Length));
        reader.Read(0, roles.RowCount, block);
        return [.. roles.Features.Select((_, i) => Tensor(block, i))];
    }

    private static void RequireOneSize(IRowSource source)
    {
        if (source.Sizes is { } sizes)
            throw new ArgumentException(
                $"The rows have {sizes.Count} sizes, and a tensor holds rows of one size; use source.BySize().",
                nameof(source));
    }

    private static RowTensor Tensor(RowBlock block, int column)
    {
        var kind = block.Columns[column];
        nint[] axes = kind.RowShape.Rank == 0 ? [1] : [.. kind.RowShape.Select(d => (nint)d.Size)];
        nint[] lengths = [block.Capacity, .. axes];
        return kind.ElementType.VisitStoredNumber<TensorOf, RowTensor>(new(block, column, lengths));
    }

    private readonly struct TensorOf(RowBlock block, int column, nint[] lengths) : INumberVisitor<RowTensor>
    {
        public RowTensor Visit<T>()
            where T : unmanaged, INumber<T> => new RowTensor<T>(System.Numerics.Tensors.Tensor.Create(block.Array<T>(column), lengths));
    }
}

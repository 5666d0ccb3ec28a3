namespace OnnxTrain;

/// <summary>Whether a file declares the inputs and outputs that the model has.</summary>
internal static class SignatureCheck
{
    /// <summary>What differs, in words.</summary>
    /// <param name="what">"input" or "output".</param>
    /// <param name="wanted">Those of the model, in order.</param>
    /// <param name="found">Those of the file, in order.</param>
    public static IEnumerable<string> Problems(string what, IReadOnlyList<OnnxTensorInfo> wanted, IReadOnlyList<OnnxTensorInfo> found)
    {
        foreach (var info in wanted)
        {
            var same = found.FirstOrDefault(f => f.Name == info.Name);
            if (same is null)
                yield return $"the file has no {what} '{info.Name}' ({info.ElementType}{info.Shape}); it has {List(found)}";
            else if (!Takes(same, info))
                yield return $"the file's {what} '{info.Name}' is {same.ElementType}{same.Shape}; the model's is "
                    + $"{info.ElementType}{info.Shape}";
        }

        foreach (var extra in found.Where(f => wanted.All(w => w.Name != f.Name)))
            yield return $"the file has the {what} '{extra.Name}' ({extra.ElementType}{extra.Shape}), which the model does not have";
        string[] wantedOrder = [.. wanted.Select(w => w.Name).Where(n => found.Any(f => f.Name == n))];
        string[] foundOrder = [.. found.Select(f => f.Name).Where(n => wanted.Any(w => w.Name == n))];
        if (!wantedOrder.SequenceEqual(foundOrder))
            yield return $"the file's {what}s are in the order {string.Join(", ", foundOrder)}; the model's in "
                + $"{string.Join(", ", wantedOrder)}";
    }

    /// <summary>
    /// Whether the file takes or yields what the model does. Of an expression the file
    /// has the text. An axis that the model has at one length may be open in the file.
    /// </summary>
    private static bool Takes(OnnxTensorInfo file, OnnxTensorInfo model) =>
        file.ElementType == model.ElementType && file.Shape.Rank == model.Shape.Rank
        && file.Shape.Zip(model.Shape).All(d => d.First.ToString() == d.Second.ToString() || (d.Second.IsFixed && !d.First.IsFixed));

    /// <summary>Whether both have the same names and element types, so that one runs on the other's tensors.</summary>
    public static bool AreInterchangeable(IReadOnlyList<OnnxTensorInfo> wanted, IReadOnlyList<OnnxTensorInfo> found) =>
        wanted.Count == found.Count
        && wanted.All(w => found.Any(f => f.Name == w.Name && f.ElementType == w.ElementType && f.Shape.Rank == w.Shape.Rank));

    private static string List(IReadOnlyList<OnnxTensorInfo> infos) =>
        infos.Count == 0 ? "none" : string.Join(", ", infos.Select(i => i.ToString()));
}

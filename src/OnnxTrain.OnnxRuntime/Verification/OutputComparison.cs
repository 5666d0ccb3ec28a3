using System.Globalization;

namespace OnnxTrain;

/// <summary>One output of the model beside that of its file, over all runs.</summary>
/// <param name="Name">The output.</param>
/// <param name="Type">Its type.</param>
/// <param name="Elements">The elements compared.</param>
/// <param name="Differences">Those that differ by more than the tolerance, or at all if they are no floating-point numbers.</param>
/// <param name="LargestAbsolute">The largest |native − ONNX|; infinite where only one of the two is NaN or infinite.</param>
/// <param name="LargestRelative">The largest |native − ONNX| / max(|native|, |ONNX|).</param>
/// <param name="LargestUlps">The largest distance in units in the last place: floating-point numbers from one to the other.</param>
/// <param name="Worst">The element that is furthest off in terms of its tolerance; null if all are equal.</param>
public sealed record OutputComparison(
    string Name,
    TensorType Type,
    long Elements,
    long Differences,
    double LargestAbsolute,
    double LargestRelative,
    double LargestUlps,
    ElementDifference? Worst)
{
    /// <summary>Elements that are NaN or infinite in both, in rows without infinite features.</summary>
    public long NotFinite { get; init; }

    /// <summary>The first of the elements that <see cref="NotFinite"/> counts; null if there is none.</summary>
    public ElementDifference? FirstNotFinite { get; init; }

    /// <summary>Whether no element differs by more than the tolerance, and all are finite where the features are.</summary>
    public bool IsEquivalent => Differences == 0 && NotFinite == 0;

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{Name} {Type}: ");
        if (NotFinite > 0)
            head += string.Create(
                CultureInfo.InvariantCulture, $"{NotFinite} of {Elements} elements are not finite, first at {FirstNotFinite}; ");
        if (Worst is null)
            return head + string.Create(CultureInfo.InvariantCulture, $"all {Elements} elements equal");
        var count =
            Differences > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{Differences} of {Elements} elements differ; ")
                : string.Create(CultureInfo.InvariantCulture, $"{Elements} elements within tolerance; ");
        var size = Type.ElementType.IsFloat()
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"largest difference {LargestAbsolute:0.0e+00} absolute, {LargestRelative:0.0e+00} relative, {LargestUlps:0} ulp; ")
            : "";
        return $"{head}{count}{size}worst at {Worst}";
    }
}

namespace OnnxTrain.Tests.Ops;

/// <summary>The table of operators: at least one row for each.</summary>
internal static class OpCases
{
    public static IReadOnlyDictionary<string, OpCase> All { get; } = ((OpCase[])
    [
        .. UnaryCases.All(),
        .. ActivationCases.All(),
        .. BinaryCases.All(),
        .. ReductionCases.All(),
        .. MatrixCases.All(),
        .. ConvolutionCases.All(),
        .. PoolingCases.All(),
        .. DataCases.All(),
        .. LookupCases.All(),
        .. TimeCases.All(), .. TextCases.All(),
        .. PixelCases.All(),
        .. NormalizationCases.All(),
        .. SpatialCases.All(),
        .. ResizeCases.All(),
        .. ProbabilityCases.All(),
        .. RandomCases.All(),
        .. MathCases.All(),
        .. IntegerCases.All(),
        .. LogicCases.All(),
        .. StatisticsCases.All(),
        .. RunningCases.All(),
        .. CtcCases.All(),
        .. ScanCases.All(), .. RecurrenceCases.All(),
        .. ArrangingCases.All(),
        .. SliceCases.All(),
        .. IndexingCases.All(),
        .. MaskCases.All(), .. AttentionCases.All(),
        .. CreationCases.All(), .. NamedAxisCases.All(), .. NamedWindowCases.All(),
        .. SamplingCases.All(),
        .. EinsumCases.All(), .. OrderingCases.All(),
    ]).ToDictionary(row => row.Name);

    /// <summary>The names of the rows that satisfy a condition, for theories.</summary>
    public static TheoryData<string> Names(Func<OpCase, bool> condition) => [.. All.Values.Where(condition).Select(row => row.Name)];
}

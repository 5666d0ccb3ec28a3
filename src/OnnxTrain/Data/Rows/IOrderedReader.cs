namespace OnnxTrain;

/// <summary>A reader that can use the order in which rows are going to be read.</summary>
internal interface IOrderedReader
{
    /// <summary>Says which rows are going to be read, in their order. Others may be read too.</summary>
    void Ahead(ReadOnlyMemory<int> rows);
}

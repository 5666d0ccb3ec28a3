namespace OnnxTrain;

/// <summary>Generic code, called with the type of a column's values.</summary>
internal interface IItemVisitor<out TResult>
{
    TResult Visit<T>();
}

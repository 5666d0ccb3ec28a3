namespace OnnxTrain;

/// <summary>Does something with an option of any type.</summary>
internal interface IOptionVisitor<TResult>
{
    TResult Visit<T>(TypedOption<T> option);
}

namespace OnnxTrain;

/// <summary>A visitor of options of any type.</summary>
internal interface IOptionVisitor<TResult>
{
    TResult Visit<T>(TypedOption<T> option);
}

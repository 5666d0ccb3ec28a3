namespace OnnxTrain;

/// <summary>The kind of the elements of a type.</summary>
internal enum ElementKind
{
    Float,
    Integer,
    Truth,
    Text,
}

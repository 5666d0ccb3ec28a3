namespace OnnxTrain;

/// <summary>What the elements of a type are.</summary>
internal enum ElementKind
{
    Float,
    Integer,
    Truth,
    Text,
}

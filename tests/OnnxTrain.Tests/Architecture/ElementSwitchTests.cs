using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OnnxTrain.Tests.Architecture;

/// <summary>What depends on an element type stands in its row, and generic code meets it in one place.</summary>
public class ElementSwitchTests
{
    const string Table = "OnnxTrain/Graphs/Elements/";

    [Fact]
    public void Element_types_are_switched_on_in_their_table_alone() =>
        Assert.Empty(Repository.WrittenFiles(Repository.Source)
            .Select(file => (Name: Repository.Relative(Repository.Source, file), Text: File.ReadAllText(file)))
            .Where(file => !file.Name.StartsWith(Table, StringComparison.Ordinal))
            .SelectMany(file => Switches(file.Text).Select(line => $"{file.Name}:{line}")));

    [Theory]
    [InlineData("type switch { ElementType.Float32 => 1, ElementType.Float64 => 2, _ => 3 }")]
    [InlineData("type switch { ElementType.Float32 or ElementType.Int32 => 4, _ => 8 }")]
    [InlineData("array switch { float[] x => 1, double[] y => 2, _ => 3 }")]
    [InlineData("tensor switch { Tensor<float> x => 1, Tensor<double> y => 2, _ => 3 }")]
    [InlineData("type == ElementType.Float64 ? Bind<double>() : Bind<float>()")]
    public void A_switch_is_found(string expression) => Assert.NotEmpty(Switches($"class A {{ object B => {expression}; }}"));

    [Theory]
    [InlineData("isNumber ? ElementType.Float32 : ElementType.String")]
    [InlineData("type == ElementType.String ? 1 : 2")]
    [InlineData("x switch { 1 => ElementType.Float32, _ => ElementType.Int64 }")]
    public void Other_choices_are_none(string expression) => Assert.Empty(Switches($"class A {{ object B => {expression}; }}"));

    static IEnumerable<int> Switches(string text)
    {
        var root = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetCompilationUnitRoot();
        return root.DescendantNodes().Where(IsSwitch).Select(node => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1);
    }

    static bool IsSwitch(SyntaxNode node) => node switch
    {
        SwitchExpressionSyntax choice => choice.Arms.Sum(arm => Mentions(arm.Pattern)) > 1,
        SwitchStatementSyntax choice => choice.Sections
            .SelectMany(section => section.Labels).OfType<CasePatternSwitchLabelSyntax>().Sum(label => Mentions(label.Pattern))
            + choice.Sections.SelectMany(section => section.Labels).OfType<CaseSwitchLabelSyntax>().Sum(label => Mentions(label.Value)) > 1,
        ConditionalExpressionSyntax choice => IsMember(choice.Condition) && IsGeneric(choice.WhenTrue) && IsGeneric(choice.WhenFalse),
        _ => false,
    };

    /// <summary>How many element types, or types of arrays and tensors of elements, a pattern names.</summary>
    static int Mentions(SyntaxNode pattern) => pattern.DescendantNodesAndSelf().Count(node =>
        IsElementType(node)
        || node is ArrayTypeSyntax { ElementType: PredefinedTypeSyntax }
        || node is GenericNameSyntax { Identifier.Text: "Tensor", TypeArgumentList.Arguments: [PredefinedTypeSyntax] });

    static bool IsMember(SyntaxNode condition) => condition.DescendantNodesAndSelf().Any(IsElementType);

    static bool IsElementType(SyntaxNode node) =>
        node is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "ElementType" } } access
        && Enum.IsDefined(typeof(ElementType), access.Name.Identifier.Text);

    static bool IsGeneric(SyntaxNode branch) => branch.DescendantNodesAndSelf().OfType<GenericNameSyntax>()
        .Any(name => name.TypeArgumentList.Arguments.Any(argument => argument is PredefinedTypeSyntax));
}

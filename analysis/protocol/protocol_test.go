package protocol
import ("testing";"fmt")
func TestX(t *testing.T){
 p,err:=Parse("p.yaml",[]byte(ketamine))
 if err!=nil{t.Fatal(err)}
 a:=p.Analyses[0]
 fmt.Printf("%+v\n",a.Select); fmt.Printf("%+v %+v\n",a.Settings,a.Options)
 for _,s:=range a.Scenarios{fmt.Printf("%s | %s | %s | %s\n   %+v %v\n",s.ID,s.Kind,s.By,s.Change,s.Select,s.Select.Time)}
 fmt.Println(string(p.Canonical[:400]))
}
